import type { Compilable, CompiledQuery } from 'kysely'
import type { Db } from './connection.ts'

/** Holds a value's place in a query while it is built. */
class StandIn {
  readonly index: number

  constructor(index: number) {
    this.index = index
  }
}

/**
 * A query that is built when first asked, and afterwards asked anew with other values: for what every request asks, because
 * building costs more than asking does.
 * @param build hands the values on to the query and does nothing else with them: it sees stand-ins. A list goes through `idList`.
 */
export function builtOnce<Values extends readonly unknown[], Row>(build: (db: Db, ...values: Values) => Compilable<Row>) {
  let built: CompiledQuery<Row> | undefined
  return async (db: Db, ...values: Values): Promise<Row[]> => {
    built ??= build(db, ...(values.map((_, index) => new StandIn(index)) as unknown as Values)).compile()
    const parameters = built.parameters.map((given) => (given instanceof StandIn ? values[given.index] : given))
    const { rows } = await db.getExecutor().executeQuery<Row>({ ...built, parameters })
    return rows
  }
}
