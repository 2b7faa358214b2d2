import { MessageChannel } from 'node:worker_threads'
import type { EntryFile } from '../journal/spool.ts'
import type { NamedChunks } from '../repository/chunks.ts'
import type { Folded } from './fold-pages.ts'
import type { Pages } from './manifest.ts'
import { runWithChunks } from './pack-thread.ts'
import type { Before } from './pages-before.ts'

/** A thread that reads what the newest snapshot was, and then waits to hear what came since. */
export interface FoldThread {
  /** @returns undefined where something is missing for that, and the database has to be copied */
  fold(entries: readonly EntryFile[]): Promise<Folded | undefined>
  /** Resolves once the thread does nothing any more. */
  end(): Promise<void>
}

export function startFold(chunks: NamedChunks, before: Before & { readonly before: Pages }, signal?: AbortSignal): FoldThread {
  const { port1: ours, port2: turn } = new MessageChannel()
  const folded = runWithChunks('fold', chunks, { ...before, turn }, { signal, transfer: [turn] })
  folded.catch(() => {}) // heard by whoever waits for it
  return {
    fold(entries) {
      ours.postMessage(entries)
      return folded
    },
    async end() {
      ours.close()
      await folded.catch(() => {})
    },
  }
}
