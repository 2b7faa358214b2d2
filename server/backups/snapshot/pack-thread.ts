import { MessageChannel } from 'node:worker_threads'
import type { NamedChunks } from '../repository/chunks.ts'
import { serveStore } from '../repository/store-across.ts'
import type { DatabaseFile } from './manifest.ts'
import type { Reach, tasks } from './pack-tasks.ts'
import { type Running, Threads } from './thread.ts'

type Tasks = typeof tasks
const threads = new Threads<Tasks>('pack-worker')

export const startPacking = (count: number): void => threads.start(count)

/** Has a thread do what reads and writes chunks: by itself where they lie in a folder; a bucket and its connections stay here. */
export async function runWithChunks<K extends keyof Tasks>(
  name: K,
  chunks: NamedChunks,
  input: Omit<Parameters<Tasks[K]>[0], keyof Reach>,
  running: Running,
): Promise<Awaited<ReturnType<Tasks[K]>>> {
  const { store, folder, cipher } = chunks
  const { port1, port2 } = new MessageChannel()
  const failures = serveStore(store, port1)
  const reach: Reach = { store: store.folder ?? port2, folder, dataKey: cipher?.reveal() }
  try {
    return await threads.run(name, { ...input, ...reach } as Parameters<Tasks[K]>[0], {
      ...running,
      transfer: [...(running.transfer ?? []), ...(store.folder ? [] : [port2])],
      failures,
    })
  } finally {
    port1.close()
  }
}

/** Writes a database of a snapshot to a new file. @param tell hears of bytes as they get there @throws ChunkDamaged, FileDamaged */
export const unpackInThread = (
  chunks: NamedChunks,
  file: DatabaseFile,
  to: string,
  signal?: AbortSignal,
  tell?: (bytes: number) => void,
): Promise<void> => runWithChunks('unpack', chunks, { file, to }, { signal, tell })
