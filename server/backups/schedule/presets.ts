/** What most people want, in the time of this computer. Any other schedule is cron text. */
export const presets = [
  { name: 'hourly', cron: '0 * * * *', label: 'Every hour' },
  { name: 'nightly', cron: '0 2 * * *', label: 'Every night at 2:00' },
  { name: 'weekdays', cron: '0 20 * * 1-5', label: 'Monday to Friday at 20:00' },
  { name: 'weekly', cron: '0 2 * * 0', label: 'Every Sunday at 2:00' },
] as const
