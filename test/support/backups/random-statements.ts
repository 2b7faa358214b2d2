import fc from 'fast-check'

/** Two tables: one to write to, and one with 20 rows to count with. */
export const begin = `CREATE TABLE t (n INTEGER); CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);
  INSERT INTO t WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 19) SELECT n FROM numbers`

const number = fc.nat(60)
const statement = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(number, fc.nat(9000))
      .map(([n, bytes]) => `INSERT INTO notes (text) SELECT hex(randomblob(${bytes / 2 + 1})) FROM t LIMIT ${n % 20}`),
  },
  { weight: 3, arbitrary: number.map((n) => `DELETE FROM notes WHERE id % 7 = ${n % 7}`) },
  { weight: 1, arbitrary: fc.constant('DELETE FROM notes') },
  { weight: 3, arbitrary: number.map((n) => `UPDATE notes SET text = hex(randomblob(${n * 50})) WHERE id % 5 = ${n % 5}`) },
  { weight: 1, arbitrary: number.map((n) => `CREATE INDEX IF NOT EXISTS notesText${n % 3} ON notes (text)`) },
  { weight: 1, arbitrary: number.map((n) => `DROP INDEX IF EXISTS notesText${n % 3}`) },
  { weight: 1, arbitrary: fc.constant('PRAGMA incremental_vacuum(5)') },
)
/** Too much for a small cache: it reaches the log before it is known whether it will be committed. */
export const muchAtOnce = 'INSERT INTO notes (text) SELECT hex(randomblob(1500)) FROM t, t AS more LIMIT 60'
/** Of one transaction, on the tables that `begin` makes. */
export const statements = fc.array(statement, { minLength: 1, maxLength: 6 })
