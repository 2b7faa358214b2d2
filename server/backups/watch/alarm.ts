import type { Problem } from '../../config/problem.ts'

/** Something that the owner should know about backups. */
export interface Alarm extends Problem {
  /** The same for as long as it lasts: the code, and the destination where it is about one. */
  readonly id: string
  /** When this changes, it is told again, though it is the same alarm: words may change all the time. */
  readonly cause: string
  /** Nothing is wrong yet. */
  readonly isReminder: boolean
}

type Facts = Pick<Alarm, 'code' | 'message' | 'nextStep'> & Partial<Alarm>

export const alarm = (facts: Facts): Alarm => ({ id: facts.code, cause: '', isReminder: false, ...facts })

export const hour = 60 * 60
export const day = 24 * hour

export const dateInWords = (at: number): string => new Date(at * 1000).toLocaleString()

export function spanInWords(seconds: number): string {
  const [size, name] = seconds >= 2 * day ? [day, 'days'] : seconds >= 2 * hour ? [hour, 'hours'] : [60, 'minutes']
  return `${Math.round(seconds / size)} ${name}`
}
