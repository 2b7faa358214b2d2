import { chatDuringBackups } from './backups/while-chatting.ts'
import { importBuilt } from './built.ts'
import { million } from './million.ts'
import { makeOldOrganization } from './old-organization.ts'
import { percentile, round, type Section } from './section.ts'

const mega = (bytes: number): number => round(bytes / 1e6, 1)

/** How fast, how small and how unnoticed backups are. */
export async function backups(): Promise<Section> {
  const { measureSpeed } = await importBuilt<typeof import('./backups/speed.ts')>('backups/speed.ts')
  const speed = await measureSpeed(million)
  const organization = await makeOldOrganization()
  const chat = await chatDuringBackups(organization)
  organization.remove()
  const p99 = { idle: percentile(chat.idle, 0.99), during: percentile(chat.during, 0.99) }
  const longest = { idle: Math.max(...chat.idle), during: Math.max(...chat.during) }
  const { bytes, copy, first, incremental, byCopy, verify, restore, firstBytes, incrementalBytes, storedInTheEnd } = speed
  return {
    title: 'Backups',
    about: `A million messages, ${mega(bytes)} MB. A snapshot, beside better-sqlite3's own .backup() and a cp of that; the best of three rounds, in turns. After 1 % of the pages were changed by as many edits, each a transaction of its own, the journal has written them down; the next snapshot is made of that, and the one after it by copying the database, as happens twice a day. That each one is read back then is not in these times, and has its own. Its threads have to begin first, as after an hour, and are built as they ship. Then 30 snapshots, each after 1 % of the pages were changed here and there, and a restore of the last one with all its checks. Then four connections that read and write 50 times a second each at most, while the server does nothing else, and while it makes, reads back and thins out one backup after the other.`,
    columns: ['what', 'seconds', 'MB written'],
    rows: [
      ['.backup() and cp', round(copy, 2), mega(2 * bytes)],
      ['first snapshot', round(first, 2), mega(firstBytes)],
      ['snapshot after 1 % was changed', round(incremental, 2), mega(incrementalBytes)],
      ['the same by a copy', round(byCopy, 2), ''],
      ['reading it back, with all checks', round(verify, 2), ''],
      ['restore and its checks', round(restore, 2), mega(bytes)],
      ['the repository after 30 snapshots', '', mega(storedInTheEnd)],
    ],
    goals: [
      { what: 'the first snapshot beside .backup() and cp', measured: round(copy / first, 2), atLeast: 0.5, unit: '× as fast' },
      { what: 'one after 1 % was changed', measured: round(copy / incremental, 2), atLeast: 10, unit: '× as fast' },
      { what: 'what that writes of the first', measured: round((100 * incrementalBytes) / firstBytes, 2), atMost: 2, unit: '%' },
      { what: '30 snapshots beside one full copy', measured: round(storedInTheEnd / bytes, 2), atMost: 1.5, unit: '×' },
      { what: '30 snapshots beside the first of them', measured: round(storedInTheEnd / firstBytes, 2), atMost: 1.5, unit: '×' },
      { what: 'restore of a gigabyte', measured: round((restore * 1e9) / bytes), atMost: 60, unit: 's' },
      {
        what: 'p99 of requests during backups, beside idle',
        measured: round(p99.during / p99.idle, 2),
        atMost: 1.5,
        unit: `× (${round(p99.idle)} ms)`,
      },
      {
        what: 'the longest request during backups',
        measured: round(longest.during),
        atMost: 20,
        unit: `ms (${round(longest.idle)} without)`,
      },
      {
        what: 'memory of its own at the most',
        measured: round(chat.most),
        atMost: 300,
        unit: `MB (${round(chat.before)} before)`,
      },
    ],
  }
}
