import { initial } from './0001-initial/index.ts'

/** Step n brings a database from version n-1 to n: SQL statements in order. Released steps are never edited. */
export const migrations: readonly (readonly string[])[] = [initial]
