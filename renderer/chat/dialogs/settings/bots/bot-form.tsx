import { useState } from 'react'
import { Button, Notice, SelectField, TextField, useSubmit } from '../../../../ui/index.ts'
import { type BotType, createBot } from '../../../api/bots.ts'
import { useChat } from '../../../state/store.ts'
import type { MadeKey } from './new-key.tsx'

export function BotForm({ onMade }: { onMade: (key: MadeKey) => void }) {
  const domain = useChat(({ organization }) => organization.realm_bot_domain)
  const [name, setName] = useState('')
  const [shortName, setShortName] = useState('')
  const [type, setType] = useState<BotType>(1)
  const { busy, problem, submit } = useSubmit(
    async () => onMade({ email: `${shortName.trim()}-bot@${domain}`, apiKey: await createBot(name, shortName, type), type }),
    () => {
      setName('')
      setShortName('')
    },
  )
  return (
    <form className="form-section" onSubmit={submit}>
      <h3>Make a bot</h3>
      {problem && <Notice kind="problem">{problem}</Notice>}
      <div className="form-row">
        <TextField
          label="Bot’s name"
          hint="Shown beside what it writes"
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label="Bot’s address"
          hint={`It signs in as ${shortName.trim() || '…'}-bot@${domain}`}
          value={shortName}
          maxLength={50}
          onChange={(event) => setShortName(event.target.value)}
        />
      </div>
      <SelectField label="What it may do" value={type} onChange={(event) => setType(Number(event.target.value) as BotType)}>
        <option value={1}>What people may do: read, write and react</option>
        <option value={2}>Send messages, and nothing else</option>
      </SelectField>
      <div className="form-actions">
        <Button type="submit" busy={busy} disabled={!name.trim() || !shortName.trim()}>
          Make bot
        </Button>
      </div>
    </form>
  )
}
