import type { Compilable, CompiledQuery } from 'kysely'
import type { Db } from './connection.ts'

/**
 * A query that is built when first asked, and afterwards asked anew with another value: for what every request asks, because
 * building costs twice what asking does.
 * @param build must use the value once, as its only parameter
 */
export function builtOnce<Value, Row>(build: (db: Db, value: Value) => Compilable<Row>) {
  let built: CompiledQuery<Row> | undefined
  return async (db: Db, value: Value): Promise<readonly Row[]> => {
    built ??= build(db, value).compile()
    const { rows } = await db.getExecutor().executeQuery<Row>({ ...built, parameters: [value] })
    return rows
  }
}
