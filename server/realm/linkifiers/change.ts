import { type ApiError, badRequest } from '../../api/error.ts'
import type { LinkifierId } from '../../api/ids.ts'
import type { Trx } from '../../database/connection.ts'
import type { VariedEvent } from '../../realtime/event.ts'
import { tellRealm } from '../events.ts'
import { checkLinkifier, linkifierRefused, type NewLinkifier } from './check.ts'
import { wireLinkifiers } from './list.ts'

const linkifierNotFound = (): ApiError => badRequest('Linkifier not found.')

/**
 * Adds one behind the others, which keep their first choice. Messages of before stay as they are.
 * @throws ApiError when it will not do, or there is one with this pattern
 * @see https://zulip.com/api/add-linkifier
 */
export async function addLinkifier(trx: Trx, given: NewLinkifier): Promise<LinkifierId> {
  const linkifier = checkLinkifier(given)
  await refuseTwin(trx, linkifier)
  const last = await trx.selectFrom('linkifiers').select('position').orderBy('position', 'desc').limit(1).executeTakeFirst()
  const { id } = await trx
    .insertInto('linkifiers')
    .values({ ...linkifier, position: (last?.position ?? -1) + 1 })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tell(trx)
  return id
}

/** @throws ApiError when it will not do, there is another with this pattern, or none with this id */
export async function changeLinkifier(trx: Trx, id: LinkifierId, given: NewLinkifier): Promise<void> {
  const linkifier = checkLinkifier(given)
  await refuseTwin(trx, linkifier, id)
  const { numUpdatedRows } = await trx.updateTable('linkifiers').set(linkifier).where('id', '=', id).executeTakeFirst()
  if (numUpdatedRows === 0n) throw linkifierNotFound()
  await tell(trx)
}

/** @throws ApiError when there is none with this id */
export async function removeLinkifier(trx: Trx, id: LinkifierId): Promise<void> {
  const { numDeletedRows } = await trx.deleteFrom('linkifiers').where('id', '=', id).executeTakeFirst()
  if (numDeletedRows === 0n) throw linkifierNotFound()
  await tell(trx)
}

/**
 * Says which linkifier has the first choice of a text, which the second, and so on.
 * @throws ApiError unless each is named once
 */
export async function orderLinkifiers(trx: Trx, ids: readonly LinkifierId[]): Promise<void> {
  const wanted = new Set(ids)
  if (wanted.size < ids.length) throw badRequest('The ordered list must not contain duplicated linkifiers')
  const known = await wireLinkifiers(trx)
  if (known.length !== wanted.size || !known.every(({ id }) => wanted.has(id))) {
    throw badRequest('The ordered list must enumerate all existing linkifiers exactly once')
  }
  if (ids.length === 0) return
  for (const [position, id] of ids.entries()) {
    await trx.updateTable('linkifiers').set({ position }).where('id', '=', id).execute()
  }
  await tell(trx)
}

/** @throws ApiError when another has this pattern */
async function refuseTwin(trx: Trx, { pattern }: NewLinkifier, except?: LinkifierId): Promise<void> {
  const twin = await trx.selectFrom('linkifiers').select('id').where('pattern', '=', pattern).executeTakeFirst()
  if (twin && twin.id !== except) {
    throw linkifierRefused('__all__', 'Realm filter with this Realm and Pattern already exists.')
  }
}

async function tell(trx: Trx): Promise<void> {
  await tellRealm(trx, linkifiersChanged(await wireLinkifiers(trx)))
}

/** Clients that cannot fill in URL templates hear nothing. */
const linkifiersChanged = (realm_linkifiers: Awaited<ReturnType<typeof wireLinkifiers>>): VariedEvent => ({
  type: 'realm_linkifiers',
  forDialect: ({ linkifierUrlTemplate }) => (linkifierUrlTemplate ? { type: 'realm_linkifiers', realm_linkifiers } : undefined),
})
