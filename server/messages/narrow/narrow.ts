import { z } from 'zod'
import { json } from '../../api/params.ts'

export type Operand = string | number | boolean | readonly (string | number)[]

export interface NarrowTerm {
  readonly operator: string
  readonly operand: Operand
  /** The messages that do not match. */
  readonly negated: boolean
}

/** A search: what matches every term. https://zulip.com/api/construct-narrow */
export type Narrow = readonly NarrowTerm[]

const operand = z.union([z.string(), z.number().int(), z.boolean(), z.array(z.union([z.string(), z.number().int()]))])

const asPair = z.tuple([z.string(), operand]).transform(([operator, value]) => ({ operator, operand: value, negated: false }))
const asObject = z
  .object({ operator: z.string(), operand, negated: z.boolean().optional() })
  .transform(({ negated, ...term }) => ({ ...term, negated: negated ?? false }))

/** What operators were called before. */
const currentNames: ReadonlyMap<string, string> = new Map([
  ['stream', 'channel'],
  ['streams', 'channels'],
  ['subject', 'topic'],
  ['pm-with', 'dm'],
  ['from', 'sender'],
])

const withCurrentName = (term: NarrowTerm): NarrowTerm => {
  const operator = term.operator.toLowerCase()
  return { ...term, operator: currentNames.get(operator) ?? operator }
}

const terms = z.array(z.union([asPair, asObject])).max(100)

/** The parameter `narrow`: a list of objects, or of pairs as older clients send them. Operators get their current names. */
export const narrowParam = json(terms.transform((some): Narrow => some.map(withCurrentName)))
