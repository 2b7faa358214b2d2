import { readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'

const daysKept = 7

/** What was there before a restore lies in such a folder for a while. @param at Unix seconds */
export const replacedName = (at: number): string =>
  `replaced-${new Date(at * 1000).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`

/** Until when the folder of this name stays, in Unix seconds; undefined for one that is something else. */
export function keptUntil(name: string): number | undefined {
  const [, year, month, day, hour, minute, second] = /^replaced-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(name) ?? []
  if (!year) return undefined
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) / 1000 + daysKept * 24 * 60 * 60
}

/** Removes what has been kept for long enough. @param forget hears where the keychain lists secrets that go with it */
export async function removeReplaced(
  folder: string,
  now: number,
  forget: (keychainName: string) => Promise<void>,
): Promise<void> {
  for (const name of await readdir(folder)) {
    const until = keptUntil(name)
    if (until === undefined || until > now) continue
    const keychainName = await keychainNameIn(path.join(folder, name, 'landline.json'))
    if (keychainName) await forget(keychainName)
    await rm(path.join(folder, name), { recursive: true, force: true })
  }
}

async function keychainNameIn(settings: string): Promise<string | null> {
  try {
    return (JSON.parse(await readFile(settings, 'utf8')) as { keychainName?: string | null }).keychainName ?? null
  } catch {
    return null // whatever it was, nobody can look it up any more
  }
}
