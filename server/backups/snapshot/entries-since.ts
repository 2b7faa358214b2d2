import type { Position } from '../journal/recorder.ts'
import type { EntryFile, Spool } from '../journal/spool.ts'
import type { Joint } from './manifest.ts'

/** All of the journal since a snapshot, where it leads on from that. */
export function entriesSince(
  spool: Pick<Spool, 'filesBetween'>,
  { generation, after, until }: Joint,
  position: Position | undefined,
): EntryFile[] | undefined {
  if (position?.generation !== generation || position.sequence < until) return undefined
  return spool.filesBetween({ generation, sequence: after }, position.sequence)
}
