const units = ['bytes', 'kB', 'MB', 'GB', 'TB']

export function bytesInWords(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const number = bytes / 1000 ** step
  return `${step === 0 || number >= 100 ? Math.round(number) : number.toFixed(1)} ${units[step]}`
}

/** @param at Unix seconds */
export const timeInWords = (at: number): string => new Date(at * 1000).toLocaleString()
