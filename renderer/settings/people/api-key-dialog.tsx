import { useState } from 'react'
import type { Control, Credentials, Person } from '../../../server/control/contract.ts'
import { useWork } from '../../line/use-work.ts'
import { Button, CopyField, Dialog, Notice, TextField } from '../../ui/index.ts'

interface ApiKeyDialogProps {
  readonly person: Person
  readonly control: Control
  readonly onClose: () => void
}

/** A new key for a script that acts as somebody; the keys they have stay valid. */
export function ApiKeyDialog({ person, control, onClose }: ApiKeyDialogProps) {
  const [label, setLabel] = useState('')
  const [made, setMade] = useState<Credentials>()
  const { busy, run } = useWork()
  const make = () => run('make', async () => setMade(await control.users.createApiKey({ email: person.email, label })))
  return (
    <Dialog
      title={`API key for ${person.name}`}
      onClose={onClose}
      footer={
        made ? (
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <Button look="primary" busy={busy !== undefined} onClick={make}>
            Make a key
          </Button>
        )
      }
    >
      {made ? (
        <>
          <Notice kind="warning">Copy it now: Landline keeps only a fingerprint and cannot show it again.</Notice>
          <CopyField label="API key" value={made.apiKey} />
          <CopyField label="Sign in with" value={made.email} />
        </>
      ) : (
        <>
          <p>With this key a script or an integration can do everything that {person.name} can.</p>
          <TextField
            label="What it is for"
            placeholder="Build server"
            value={label}
            maxLength={60}
            onChange={(event) => setLabel(event.target.value)}
          />
        </>
      )}
    </Dialog>
  )
}
