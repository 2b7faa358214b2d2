import { ApiError, badRequest } from '../../api/error.ts'
import { parseJson } from '../body.ts'
import type { Integration } from '../integration.ts'
import { fromSlack } from './markdown.ts'
import { wordsOfAttachment, wordsOfBlock } from './parts.ts'
import { type Payload, SlackPayload } from './payload.ts'

/**
 * What programs send that know Slack's incoming webhooks: JSON, or a form with JSON in its field `payload`.
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export const slackIncoming: Integration = {
  name: 'slack_incoming',
  displayName: 'Slack-compatible webhook',
  client: 'ZulipSlackIncomingWebhook',
  read({ text, isJson }) {
    const parsed = SlackPayload.safeParse(parseJson(isJson ? text : payloadField(text)))
    if (!parsed.success) throw badRequest('Malformed payload')
    const { channel } = parsed.data
    return { topic: channel?.replace(/^[@#]/, '') ?? '(no topic)', content: fromSlack(wordsOf(parsed.data)) }
  },
}

function payloadField(form: string): string {
  const payload = new URLSearchParams(form).get('payload')
  if (payload === null) {
    throw new ApiError('REQUEST_VARIABLE_MISSING', "Missing 'payload' argument", 400, { var_name: 'payload' })
  }
  return payload
}

/** Blocks and attachments are the message where there are any; the text is then for those who cannot show them. */
function wordsOf({ blocks, attachments, text, icon_emoji }: Payload): string {
  const parts = [...(blocks ?? []).map(wordsOfBlock), ...(attachments ?? []).map(wordsOfAttachment)]
  const written = parts.filter((part) => part !== '').join('\n\n')
  return written || [icon_emoji, text].filter(Boolean).join(' ')
}
