import { existsSync, readFileSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import type { EventQueues } from './queues.ts'

/** Writes the queues down on the way out of a planned stop. */
export async function writeQueues(file: string, queues: EventQueues): Promise<void> {
  if (queues.isEmpty) return
  await writeFile(file, JSON.stringify(queues), { mode: 0o600 })
}

/**
 * Reads them back on the way in. The file goes at once: after a crash, events since would be missing, so clients must
 * then register again, as the API says.
 */
export function readQueues(file: string, queues: EventQueues): void {
  if (!existsSync(file)) return
  const text = readFileSync(file, 'utf8')
  rmSync(file)
  try {
    queues.restore(JSON.parse(text))
  } catch {
    // A file cut short by a full disk: everybody registers again, which loses nothing.
  }
}
