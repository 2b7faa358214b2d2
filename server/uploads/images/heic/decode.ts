import { Thread } from '../../../threads/thread.ts'
import { Turns } from '../../turns.ts'
import type { Pixels } from './heic-worker.ts'

/** Nobody waits longer for one picture. */
const patience = 30_000

/** The decoder prints what it finds wrong with a picture. */
const quietly = { stdout: true, stderr: true }

/** The decoder needs some six bytes for each pixel. */
const oneAtATime = new Turns(1)

/**
 * The pixels of a HEIC, as phones take pictures: upright. sharp cannot decode it.
 * @param file whose header was found bearable before
 * @throws Error where it is damaged or takes too long
 */
export async function decodeHeic(file: Buffer): Promise<Pixels> {
  return await oneAtATime.run(async () => {
    const thread = new Thread<Buffer, Pixels>(import.meta.dirname, 'heic-worker', quietly)
    try {
      return await thread.run(file, AbortSignal.timeout(patience))
    } finally {
      void thread.close()
    }
  })
}
