import '../../../restore/restore.css'
import { useState } from 'react'
import type { Control } from '../../../../server/control/contract.ts'
import { sayWhy } from '../../../line/problems.ts'
import { TextField, useSubmit } from '../../../ui/index.ts'

/** The owner shows that they have a key. Its button stands in the dialog: `form="prove-key"`. */
export function ProveForm({ control, onProved }: { control: Control; onProved: () => void }) {
  const [typed, setTyped] = useState('')
  const { problem, submit, forget } = useSubmit(() => control.backups.proveKey({ key: typed }), onProved, sayWhy)
  return (
    <form id="prove-key" onSubmit={submit}>
      <TextField
        label="Recovery key"
        className="key-input"
        placeholder="XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX"
        autoFocus
        required
        autoComplete="off"
        spellCheck={false}
        value={typed}
        error={problem}
        onChange={({ target }) => {
          setTyped(target.value)
          forget()
        }}
      />
    </form>
  )
}
