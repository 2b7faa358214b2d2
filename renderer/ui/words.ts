const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })
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
