const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const timeWithSeconds = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long' })
const dayAndYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' })

/** `10:32 today`, `10:32 on 4 May`. Takes Unix seconds. */
export function atTime(seconds: number, now = Date.now()): string {
  const then = new Date(seconds * 1000)
  const isToday = then.toDateString() === new Date(now).toDateString()
  return isToday ? `${time.format(then)} today` : `${time.format(then)} on ${day.format(then)}`
}

export const onDay = (seconds: number): string => dayAndYear.format(seconds * 1000)

/** `3 minutes`, `2 hours`, `5 days`: the largest unit that is at least one. */
export function howLong(seconds: number): string {
  const [unit, length] = units.find(([, each]) => seconds >= each) ?? ['second', 1]
  return new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(seconds / length))
}
const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** `14 MB`, in the units that systems show for disks. */
export function inBytes(bytes: number): string {
  const step = Math.min(Math.max(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 0), byteUnits.length - 1)
  const unit = byteUnits[step] ?? 'byte'
  const value = bytes / 1000 ** step
  return new Intl.NumberFormat(undefined, {
    style: 'unit',
    unit,
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && step > 1 ? 1 : 0,
  }).format(value)
}
const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte']

export const count = (number: number, one: string, many: string): string =>
  `${number.toLocaleString()} ${number === 1 ? one : many}`

const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0)
/** Midnights between: a day with a change of clocks has other than 24 hours. */
const daysFrom = (then: number, now: number): number => Math.round((startOfDay(now) - startOfDay(then)) / 86_400_000)

/** `today 02:00`, `yesterday 02:00`, `Thursday 02:00`, `4 May 02:00`; likewise `tomorrow`. Takes Unix seconds. */
export const dayAndTime = (seconds: number, now = Date.now()): string => dayAnd(time, seconds, now)

/** `today 02:00:07` */
export const dayAndSecond = (seconds: number, now = Date.now()): string => dayAnd(timeWithSeconds, seconds, now)

function dayAnd(clock: Intl.DateTimeFormat, seconds: number, now: number): string {
  const then = seconds * 1000
  const days = daysFrom(then, now)
  const far = Math.abs(days) > 300 ? dayAndYear : Math.abs(days) > 5 ? day : weekday
  return `${Math.abs(days) <= 1 ? relative.format(-days, 'day') : far.format(then)}\u00a0${clock.format(then)}`
}

/** `today`, `yesterday`, `3 days ago`, `2 months ago`. Takes Unix seconds. */
export function daysAgo(seconds: number, now = Date.now()): string {
  const days = daysFrom(seconds * 1000, now)
  if (days < 7) return relative.format(-days, 'day')
  if (days < 60) return relative.format(-Math.round(days / 7), 'week')
  return relative.format(-Math.round(days / 30.4), 'month')
}
