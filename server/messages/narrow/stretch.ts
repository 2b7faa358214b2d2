import type { MessageId } from '../../api/ids.ts'

/** Messages with `after` < id < `before`, from one end. */
export interface Stretch {
  readonly after: number
  readonly before: number
  readonly newestFirst: boolean
  readonly limit: number
}

/**
 * Goes through a stretch in steps that grow, until enough was wanted or there is no more. `look` answers all ids that it went
 * through, in order, and those of them that are wanted.
 */
export async function inSteps(
  stretch: Stretch,
  firstStep: number,
  look: (part: Stretch) => Promise<{ readonly ids: readonly MessageId[]; readonly wanted: readonly MessageId[] }>,
): Promise<MessageId[]> {
  const found: MessageId[] = []
  let part: Stretch = { ...stretch, limit: firstStep }
  for (;;) {
    const { ids, wanted } = await look(part)
    found.push(...wanted)
    const last = ids.at(-1)
    if (ids.length < part.limit || last === undefined || found.length >= stretch.limit) return found.slice(0, stretch.limit)
    const rest = stretch.newestFirst ? { before: last } : { after: last }
    part = { ...part, ...rest, limit: part.limit * 2 }
  }
}
