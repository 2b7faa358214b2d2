import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Schema } from '../../database/schema/index.ts'

/** Queries about messages call them `message`. */
export type AboutMessage = ExpressionBuilder<Schema & { message: Schema['messages'] }, 'message'>

type Write = (about: AboutMessage, values: readonly unknown[]) => Expression<SqlBool>

/** Something that may be so of a message. */
export interface Condition {
  /** The same for conditions that differ in their values alone: a query with them is built once. */
  readonly shape: string
  readonly values: readonly unknown[]
  readonly write: Write
}

let shapes = 0

/** @param write hands the values on to the query and does nothing else with them: it may see stand-ins, as in `builtOnce` */
export function condition<Values extends readonly unknown[]>(
  write: (about: AboutMessage, ...values: Values) => Expression<SqlBool>,
): (...values: Values) => Condition {
  shapes += 1
  const shape = String(shapes)
  const writeAll: Write = (about, values) => write(about, ...(values as Values))
  return (...values) => ({ shape, values, write: writeAll })
}

/** Also of what is neither true nor false: a direct message is not in a channel. */
export const not = ({ shape, values, write }: Condition): Condition => ({
  shape: `not(${shape})`,
  values,
  write: (about, given) => sql<SqlBool>`(${write(about, given)}) IS NOT TRUE`,
})

function joined(word: 'and' | 'or', conditions: readonly Condition[]): Condition {
  // Whoever keeps the query keeps this function, and with it all that it knows: so not the values.
  const parts = conditions.map(({ write, values }) => ({ write, count: values.length }))
  return {
    shape: `${word}(${conditions.map(({ shape }) => shape).join()})`,
    values: conditions.flatMap(({ values }) => values),
    write: (about, values) => {
      let end = 0
      const expressions = parts.map(({ write, count }) => {
        end += count
        return write(about, values.slice(end - count, end))
      })
      return about[word](expressions)
    },
  }
}

export const allOf = (conditions: readonly Condition[]): Condition => joined('and', conditions)
export const anyOf = (conditions: readonly Condition[]): Condition => joined('or', conditions)
