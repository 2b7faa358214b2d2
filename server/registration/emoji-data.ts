import { createHash } from 'node:crypto'
import { Reply } from '../api/reply.ts'
import type { Api } from '../api/route.ts'
import { loadEmoji } from '../markdown/emoji/load-emoji.ts'

const body = Buffer.from(JSON.stringify({ code_to_names: loadEmoji().codeToNames() }))
const hash = createHash('sha256').update(body).digest('hex').slice(0, 16)

/** What `server_emoji_data_url` of /register points to; another file has another name, so that clients may keep it. */
export const emojiDataPath = `/static/generated/emoji/emoji_api.${hash}.json`

/** The mobile app fetches it without signing in, and web apps from their own origin. */
const headers = {
  'content-type': 'application/json',
  'cache-control': 'public, max-age=31536000, immutable',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
}

/** Names of Unicode's emoji, by code: `{code_to_names: {"1f44d": ["+1", "thumbs_up"], …}}`. */
export function emojiDataRoute(api: Api): void {
  api.page(emojiDataPath, { access: 'open', handle: async () => new Reply(200, headers, body) })
}
