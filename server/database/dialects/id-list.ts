import { type RawBuilder, sql } from 'kysely'

/**
 * For `where('id', 'in', idList(ids))`: one parameter whatever their number, so that the statement stays prepared and no limit
 * on parameters is met. The dialect binds the list as JSON. PostgreSQL would say `any($1)`.
 */
export const idList = <Id extends number>(ids: readonly Id[]): RawBuilder<Id> => sql<Id>`(SELECT value FROM json_each(${ids}))`
