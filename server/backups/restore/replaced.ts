import { readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'

const daysKept = 7
/** Milliseconds. */
const day = 24 * 60 * 60 * 1000

/** What was there before a restore lies in such a folder for a while. @param at Unix seconds */
export const replacedName = (at: number): string =>
  `replaced-${new Date(at * 1000).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`

/** Until when the folder of this name stays, in Unix seconds; undefined for one that is something else. */
export function keptUntil(name: string): number | undefined {
  const [, year, month, day, hour, minute, second] = /^replaced-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(name) ?? []
  if (!year) return undefined
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) / 1000 + daysKept * 24 * 60 * 60
}

interface Tidying {
  readonly folder: string
  /** Unix seconds. */
  readonly now: () => number
  /** Hears where the keychain lists secrets that go as well. */
  readonly forget: (keychainName: string) => Promise<void>
  readonly warn: (cause: unknown, sentence: string) => void
}

/** From now on what was replaced goes when it has been kept for long enough. */
export function startTidying({ folder, now, forget, warn }: Tidying): NodeJS.Timeout {
  const tidy = (): void =>
    void removeReplaced(folder, now(), forget).catch((error: unknown) =>
      warn(error, 'What a restore replaced a week ago could not be removed'),
    )
  tidy()
  return setInterval(tidy, day).unref()
}

/** @param now Unix seconds */
export async function removeReplaced(folder: string, now: number, forget: Tidying['forget']): Promise<void> {
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
