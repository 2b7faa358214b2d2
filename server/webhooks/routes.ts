import { findViewerByKeyAlone, noteApiKeyUse } from '../accounts/sign-in/sign-in.ts'
import { optional, rawText } from '../api/params.ts'
import type { Api } from '../api/route.ts'
import type { Outside } from '../messages/rendering/outside.ts'
import { readBody } from './body.ts'
import { deliver } from './deliver.ts'
import { integrations } from './integration.ts'

/** The key of whoever speaks is in the address: most programs that have a webhook know nothing but that. */
const address = { api_key: rawText(), stream: optional(rawText()), topic: optional(rawText()) }

/** Where other programs say what happened in them. @see https://zulip.com/api/incoming-webhooks-overview */
export function webhookRoutes(api: Api, { surroundingsOf }: Outside): void {
  for (const { name, client, read } of integrations) {
    api.post(`/external/${name}`, {
      access: 'open',
      rawBody: true,
      params: address,
      async handle({ params, request, db, body, inTransaction }) {
        const { viewer, apiKeyId, isWorthNoting } = await findViewerByKeyAlone(db, params.api_key.trim())
        const said = read(await readBody(body!, request))
        if (said.content === '') return {} // Slack's programs send what only Slack shows, too
        const wanted = { channel: params.stream, topic: params.topic }
        await inTransaction(async (trx) => {
          if (isWorthNoting) await noteApiKeyUse(trx, apiKeyId)
          await deliver(trx, viewer, { said, wanted, client, surroundings: surroundingsOf(request) })
        })
        return {}
      },
    })
  }
}
