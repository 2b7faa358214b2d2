import { type FormEvent, useState } from 'react'
import type { Control } from '../../../../server/control/contract.ts'
import { sayWhy } from '../../../line/problems.ts'
import { Button, Dialog, Notice, PathField, useSubmit } from '../../../ui/index.ts'
import { count, inBytes } from '../../../ui/words.ts'
import { desktop } from '../../line/desktop.ts'

interface ExportDialogProps {
  readonly control: Control
  readonly destination: string
  readonly snapshot: string
  readonly date: string
  readonly onClose: () => void
}

type Exported = Awaited<ReturnType<Control['backups']['export']>>

/** Writes a backup as files that need no Landline. */
export function ExportDialog({ control, destination, snapshot, date, onClose }: ExportDialogProps) {
  const [to, setTo] = useState('')
  const [exported, setExported] = useState<Exported>()
  const work = async (): Promise<void> => setExported(await control.backups.export({ destination, snapshot, to }))
  const { busy, problem, submit, forget } = useSubmit(work, undefined, sayWhy)
  const change = (path: string): void => {
    setTo(path)
    forget()
  }
  return (
    <Dialog
      title={`Export the backup of ${date}`}
      onClose={onClose}
      footer={
        <>
          <Button look={exported ? 'primary' : 'quiet'} onClick={onClose}>
            {exported ? 'Done' : 'Cancel'}
          </Button>
          {!exported && (
            <Button look="primary" type="submit" form="export" busy={busy} disabled={to === ''}>
              Export
            </Button>
          )}
        </>
      }
    >
      {exported ? (
        <Notice kind="done" title={`It is in ${to}.`}>
          {count(exported.files, 'file', 'files')}, {inBytes(exported.bytes)}.
        </Notice>
      ) : (
        <ExportForm to={to} problem={problem} onChange={change} onSubmit={submit} />
      )}
    </Dialog>
  )
}

interface ExportFormProps {
  readonly to: string
  readonly problem: string | undefined
  readonly onChange: (path: string) => void
  readonly onSubmit: (event: FormEvent) => void
}

function ExportForm({ to, problem, onChange, onSubmit }: ExportFormProps) {
  return (
    <form id="export" className="form" onSubmit={onSubmit}>
      <p>
        As plain files: the database as SQLite, everything that was uploaded, the settings. They are{' '}
        <strong>not encrypted</strong>; passwords and keys are left out.
      </p>
      <PathField
        label="Into the folder"
        value={to}
        hint="An empty one, or one that does not exist yet."
        error={problem}
        choose={desktop?.chooseFolder}
        onChange={onChange}
      />
    </form>
  )
}
