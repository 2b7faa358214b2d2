import { builtOnce } from '../../database/built-once.ts'
import type { Db } from '../../database/connection.ts'

const allLinkifiers = builtOnce((db) => db.selectFrom('linkifiers').selectAll().orderBy('position'))

/** The organization's patterns that turn text into links, in the order in which they get their choice. */
export async function wireLinkifiers(db: Db) {
  return (await allLinkifiers(db)).map(({ id, pattern, urlTemplate }) => ({ id, pattern, url_template: urlTemplate }))
}
