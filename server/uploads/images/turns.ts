import { availableParallelism } from 'node:os'
import { Turns } from '../turns.ts'

/** Decoding runs in threads, each with up to a few hundred MB for a large picture: few at a time, chat comes first. */
const pictures = new Turns(Math.max(1, Math.min(3, availableParallelism() - 1)))

/** Runs `work` when it is its turn among all pictures that the server is busy with. */
export const inTurn = <T>(work: () => Promise<T>): Promise<T> => pictures.run(work)
