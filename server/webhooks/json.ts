import { badRequest } from '../api/error.ts'
import { parseJson } from './body.ts'
import type { Integration } from './integration.ts'

/** Whatever JSON comes, set out in lines: to look at what a program sends, or for one that nothing else fits. */
export const json: Integration = {
  name: 'json',
  displayName: 'JSON formatter',
  client: 'ZulipJSONWebhook',
  read({ text }) {
    const payload = parseJson(text)
    if (payload === null || typeof payload !== 'object' || Array.isArray(payload)) throw badRequest('payload is not a dict')
    return { topic: 'JSON', content: `\`\`\`json\n${JSON.stringify(payload, null, 2)}\n\`\`\`` }
  },
}
