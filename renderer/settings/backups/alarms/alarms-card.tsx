import { Webhook as WebhookIcon } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import type { Control, Webhook } from '../../../../server/control/contract.ts'
import { sayWhy } from '../../../line/problems.ts'
import { useWork } from '../../../line/use-work.ts'
import { Button, showToast, TextField } from '../../../ui/index.ts'
import { dayAndTime } from '../../../ui/words.ts'
import { Card } from '../../card.tsx'

/** Who hears when something is wrong with backups. */
export function AlarmsCard({ control }: { control: Control }) {
  const [webhook, setWebhook] = useState<Webhook | null>()
  useEffect(() => void control.alarms.webhook().then(setWebhook, () => {}), [control])
  if (webhook === undefined) return null
  return (
    <Card
      title="When something is wrong"
      hint="Owners get a message in the chat, and this page and the tray show it. It can be sent to another service, too."
    >
      {webhook && <Current control={control} webhook={webhook} onChange={setWebhook} />}
      <AddressForm key={webhook?.where} control={control} hasOne={webhook !== null} onChange={setWebhook} />
    </Card>
  )
}

interface CurrentProps {
  readonly control: Control
  readonly webhook: Webhook
  readonly onChange: (webhook: Webhook | null) => void
}

function Current({ control, webhook, onChange }: CurrentProps) {
  const { busy, run } = useWork()
  const { where, deliveredAt, failure } = webhook
  const test = async (): Promise<void> => {
    if (await run('try', () => control.alarms.tryWebhook())) showToast('The test has arrived there')
    onChange(await control.alarms.webhook())
  }
  return (
    <div className="backup-rows">
      <div className="backup-row">
        <WebhookIcon size={20} aria-hidden />
        <div className="backup-row-words">
          <span className="path">{where}</span>
          {failure && (
            <span className="backup-failure">
              {dayAndTime(failure.at)}: {failure.message}
            </span>
          )}
          <span className="hint">
            {deliveredAt === null ? 'Nothing has been sent yet.' : `Last reached ${dayAndTime(deliveredAt)}.`}
          </span>
        </div>
        <div className="backup-row-buttons">
          <Button size="s" busy={busy === 'try'} onClick={test}>
            Send a test
          </Button>
          <Button
            size="s"
            look="quiet"
            busy={busy === 'end'}
            onClick={() => run('end', async () => onChange(await control.alarms.setWebhook({ url: null })))}
          >
            Stop sending
          </Button>
        </div>
      </div>
    </div>
  )
}

function AddressForm({ control, hasOne, onChange }: { readonly hasOne: boolean } & Omit<CurrentProps, 'webhook'>) {
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string>()
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    try {
      onChange(await control.alarms.setWebhook({ url: typed }))
      showToast('Alarms are sent there from now on')
    } catch (error) {
      setProblem(sayWhy(error))
    }
  }
  return (
    <form className="inline-form" onSubmit={save}>
      <TextField
        label={hasOne ? 'Send alarms to another address instead' : 'Also send alarms to this address (optional)'}
        inputMode="url"
        autoComplete="off"
        placeholder="https://hooks.example.org/…"
        hint="A webhook of Slack, Mattermost, Discord, healthchecks and the like. It is shown no more once it is saved."
        value={typed}
        error={problem}
        onChange={({ target }) => {
          setTyped(target.value.trim())
          setProblem(undefined)
        }}
      />
      <Button type="submit" disabled={typed === ''}>
        Save
      </Button>
    </form>
  )
}
