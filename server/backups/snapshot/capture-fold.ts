import type { Recorder } from '../journal/recorder.ts'
import type { Captured, Capturing } from './capture.ts'
import { entriesSince } from './entries-since.ts'
import type { Folded } from './fold-pages.ts'
import { startFold } from './fold-thread.ts'
import type { Manifest } from './manifest.ts'
import { atOneMoment, type Moment } from './moment.ts'

/** A copy notices what the journal missed. Nightly snapshots alone are copies, of hourly ones two a day are. Milliseconds. */
const copiedEvery = 12 * 60 * 60 * 1000

/**
 * Stores the database as the newest snapshot and the journal since then say that it is, and reads nothing else of it.
 * @returns undefined where they do not say, or where it is time for a copy
 */
export async function captureByFolding(capturing: Capturing): Promise<Captured | undefined> {
  const { file, recorder, writing, there, notes } = capturing
  const { newest, pages: before } = there
  if (!recorder || !before || !newest?.journal || isCopyDue(newest)) return undefined
  const since = newest.journal
  const reached = await recorder.position() // most of it: the rest is little, and everybody waits for that
  if (!entriesSince(recorder.spool, since, reached)) return undefined
  const thread = startFold(writing.chunks, { before, notes, present: [...there.present] }, writing.signal)
  const positionAt: Recorder['positionAt'] = (work) => recorder.positionAt(work)
  try {
    return await atOneMoment({ file, positionAt, signal: writing.signal }, async (moment) => {
      const settledAt = new Date().toISOString()
      const entries = entriesSince(recorder.spool, since, moment.position)
      const stored = entries && (await storeMoment(capturing, moment, thread.fold(entries)))
      if (!stored) return undefined
      const { generation, sequence } = moment.position!
      const journal = { generation, after: sequence, until: sequence, settledAt }
      return { ...stored, journal, copiedAt: copyTimeOf(newest) }
    })
  } finally {
    await thread.end()
  }
}

/** The three wait for each other: after a failure nobody works on what is closed then. */
async function storeMoment(
  { writing, store, tell }: Capturing,
  { db, facts }: Moment,
  folding: Promise<Folded | undefined>,
): Promise<Pick<Captured, 'facts' | 'database' | 'uploads'> | undefined> {
  const works = [folding, facts, store(db)] as const
  await Promise.allSettled(works)
  const [folded, counted, uploads] = await Promise.all(works)
  if (!folded) return undefined
  writing.newBytes += folded.newBytes
  tell(folded.database.bytes, folded.database.bytes)
  return { facts: counted, database: folded.database, uploads }
}

const copyTimeOf = ({ copiedAt, createdAt }: Manifest): string => copiedAt ?? createdAt

function isCopyDue(newest: Manifest): boolean {
  const age = Date.now() - Date.parse(copyTimeOf(newest))
  return age < 0 || age >= copiedEvery
}
