import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'

const daysKept = 7

/** What was there before a restore lies in such a folder for a while. @param at Unix seconds */
export const replacedName = (at: number): string =>
  `replaced-${new Date(at * 1000).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`

/** Unix seconds. */
export const keptUntil = (at: number): number => at + daysKept * 24 * 60 * 60

/** Removes what has been kept for long enough. */
export async function removeReplaced(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, year, month, day, hour, minute, second] = /^replaced-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(name) ?? []
    if (!year) continue
    const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) / 1000
    if (keptUntil(at) <= now) await rm(path.join(folder, name), { recursive: true, force: true })
  }
}
