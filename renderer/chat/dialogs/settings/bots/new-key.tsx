import { CopyField, Notice } from '../../../../ui/index.ts'
import type { BotType } from '../../../api/bots.ts'
import { ApiKey } from '../api-key.tsx'

export interface MadeKey {
  email: string
  apiKey: string
  type: BotType
}

/** A bot's key, the one time that it can be read; for one that only sends, also the address that programs with a webhook want. */
export function NewKey({ email, apiKey, type }: MadeKey) {
  const webhook = `${location.origin}/api/v1/external/slack_incoming?api_key=${apiKey}&stream=general&topic=alerts`
  return (
    <>
      <Notice kind="info">Keep this key: it is not shown again. Whoever has it writes as {email}.</Notice>
      <ApiKey email={email} apiKey={apiKey} />
      {type === 2 && (
        <>
          <CopyField label="Address for programs that have webhooks for Slack" value={webhook} />
          <p className="form-lead">What comes there is written to the channel and topic at its end: change them as you like.</p>
        </>
      )}
    </>
  )
}
