import { release } from '../../memory/release.ts'
import { verifyJournal } from '../journal/verify.ts'
import type { Report } from '../progress.ts'
import { eachAtOnce } from './at-once.ts'
import { ChunkDamaged } from './damage.ts'
import { RecordDamaged } from './record.ts'
import type { Repository, SnapshotName } from './repository.ts'
import { type Damage, missingChunks, verifySnapshot, type WholeChunks } from './verify-snapshot.ts'

const chunksAtOnce = 16

export interface Verification {
  readonly snapshots: number
  readonly chunks: number
  readonly bytes: number
  readonly damages: readonly Damage[]
  /** Sealed, and the key is not there: nobody looked into these. */
  readonly notOpened: readonly string[]
}

/**
 * Reads all of a repository: every chunk, needed or not, every list, and the newest snapshot as `verifySnapshot` does, as well
 * as any that nobody has verified yet.
 */
export async function verifyRepository(
  repository: Repository,
  scratch: string,
  signal?: AbortSignal,
  report?: Report,
): Promise<Verification> {
  const all = await repository.snapshots()
  const mayOpen = ({ isSealed }: SnapshotName): boolean => !isSealed || repository.cipher !== undefined
  const flaws = new Map<string, { cause: string; snapshots: string[] }>()
  const note = (object: string, cause: string, snapshots: readonly string[]): void => {
    const flaw = flaws.get(object) ?? { cause, snapshots: [] }
    flaws.set(object, { cause: flaw.cause, snapshots: [...new Set([...flaw.snapshots, ...snapshots])] })
  }
  const read = await readChunks(repository, (chunk, cause) => note(`chunk ${chunk}`, cause, []), signal, report)
  for (const name of all.filter(mayOpen)) {
    const check = await repository.check(name.id).catch((error: unknown) => {
      if (!(error instanceof RecordDamaged)) throw error
      note(`checks/${name.id}.json`, error.message, [])
    })
    const isWhole = name !== all.at(-1) && check !== undefined
    const damages = isWhole
      ? await missingChunks(repository, name, read.whole)
      : await verifySnapshot(repository, name, scratch, signal, report)
    for (const { object, cause, snapshots } of damages) note(object, cause, snapshots)
  }
  await verifyJournal(repository, (object, cause) => note(object, cause, []), signal)
  for (const id of await repository.checked()) {
    if (!all.some((name) => name.id === id)) note(`snapshot ${id}`, `snapshot ${id} is missing: it was verified once`, [id])
  }
  return {
    snapshots: all.length,
    chunks: read.chunks,
    bytes: read.bytes,
    damages: [...flaws].map(([object, flaw]) => ({ object, ...flaw })),
    notOpened: all.filter((name) => !mayOpen(name)).map(({ id }) => id),
  }
}

interface ChunksRead {
  readonly whole: WholeChunks
  readonly chunks: number
  readonly bytes: number
}

async function readChunks(
  repository: Repository,
  note: (chunk: string, cause: string) => void,
  signal?: AbortSignal,
  report?: Report,
): Promise<ChunksRead> {
  const whole = { plain: new Set<string>(), sealed: new Set<string>() }
  const listed: { kind: keyof WholeChunks; name: string; bytes: number }[] = []
  for (const kind of ['plain', 'sealed'] as const) {
    if (kind === 'sealed' && !repository.cipher) continue
    for await (const { name, bytes } of repository.chunks(kind === 'sealed').list()) listed.push({ kind, name, bytes })
  }
  const total = listed.reduce((sum, { bytes }) => sum + bytes, 0)
  let read = 0
  await eachAtOnce(listed, chunksAtOnce, async ({ kind, name, bytes }) => {
    signal?.throwIfAborted()
    try {
      release(await repository.chunks(kind === 'sealed').get(name))
      whole[kind].add(name)
    } catch (error) {
      if (!(error instanceof ChunkDamaged)) throw error
      note(name, error.message)
    }
    read += bytes
    report?.('reading back', read, total)
  })
  return { whole, chunks: listed.length, bytes: total }
}
