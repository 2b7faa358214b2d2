/** What most people want, in the time of the computer that Landline runs on. */
export const presets = [
  { cron: '0 * * * *', label: 'Every hour' },
  { cron: '0 2 * * *', label: 'Every night at 2:00' },
  { cron: '0 20 * * 1-5', label: 'Monday to Friday at 20:00' },
  { cron: '0 2 * * 0', label: 'Every Sunday at 2:00' },
] as const
