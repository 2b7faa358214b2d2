import { type FormEvent, useState } from 'react'
import type { Control } from '../../../server/control/contract.ts'
import { useWork } from '../../line/use-work.ts'
import { Button, showToast, TextField } from '../../ui/index.ts'
import { Card } from '../card.tsx'

export function OrganizationCard({ control, name }: { control: Control; name: string }) {
  const [typed, setTyped] = useState(name)
  const { busy, run } = useWork()
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (await run('save', () => control.organization.rename({ name: typed.trim() }))) showToast('Everyone sees the new name now')
  }
  return (
    <Card title="Organization">
      <form className="inline-form" onSubmit={save}>
        <TextField label="Name" value={typed} maxLength={40} required onChange={(event) => setTyped(event.target.value)} />
        <Button type="submit" look="primary" busy={busy !== undefined} disabled={typed.trim() === '' || typed.trim() === name}>
          Rename
        </Button>
      </form>
    </Card>
  )
}
