import { z } from 'zod'
import { LinkifierId } from '../../api/ids.ts'
import { json, rawText } from '../../api/params.ts'
import type { Api } from '../../api/route.ts'
import { addLinkifier, changeLinkifier, orderLinkifiers, removeLinkifier } from './change.ts'
import { wireLinkifiers } from './list.ts'

const linkifier = { pattern: rawText(), url_template: rawText() }
const id = { filter_id: LinkifierId }

/** @see https://zulip.com/api/get-linkifiers and its neighbours */
export function linkifierRoutes(api: Api): void {
  api.get('/realm/linkifiers', { access: 'user', handle: async ({ db }) => ({ linkifiers: await wireLinkifiers(db) }) })

  api.patch('/realm/linkifiers', {
    access: 'admin',
    params: { ordered_linkifier_ids: json(z.array(LinkifierId)) },
    async handle({ params, inTransaction }) {
      await inTransaction((trx) => orderLinkifiers(trx, params.ordered_linkifier_ids))
      return {}
    },
  })

  api.post('/realm/filters', {
    access: 'admin',
    params: linkifier,
    async handle({ params: { pattern, url_template: urlTemplate }, inTransaction }) {
      return { id: await inTransaction((trx) => addLinkifier(trx, { pattern, urlTemplate })) }
    },
  })

  api.patch('/realm/filters/:filter_id', {
    access: 'admin',
    params: { ...id, ...linkifier },
    async handle({ params: { filter_id, pattern, url_template: urlTemplate }, inTransaction }) {
      await inTransaction((trx) => changeLinkifier(trx, filter_id, { pattern, urlTemplate }))
      return {}
    },
  })

  api.delete('/realm/filters/:filter_id', {
    access: 'admin',
    params: id,
    async handle({ params, inTransaction }) {
      await inTransaction((trx) => removeLinkifier(trx, params.filter_id))
      return {}
    },
  })
}
