import type { LucideIcon } from 'lucide-react'
import { useState } from 'react'
import type { BackupStatus, Control } from '../../../../server/control/contract.ts'
import { sayWhy } from '../../../line/problems.ts'
import { Button, FormDialog, PathField, showToast, TextField } from '../../../ui/index.ts'
import { desktop } from '../../line/desktop.ts'
import { nameFor, useNewPlace } from './use-new-place.ts'

interface AddFolderProps {
  readonly control: Control
  readonly backups: BackupStatus
  readonly look: 'primary' | 'plain'
  readonly icon: LucideIcon
}

/** A button that asks for a folder and uses it. In the desktop app the system asks; what cannot be used is asked for again. */
export function AddFolder({ control, backups, look, icon }: AddFolderProps) {
  const [asked, setAsked] = useState<{ readonly folder: string; readonly problem?: string }>()
  const add = useNewPlace(control)
  const ask = async (): Promise<void> => {
    if (!desktop) return setAsked({ folder: '' })
    const folder = await desktop.chooseFolder()
    if (folder === null) return
    try {
      await add(nameFor(folder, backups), { folder }, null)
    } catch (error) {
      setAsked({ folder, problem: sayWhy(error) })
    }
  }
  return (
    <>
      <Button look={look} icon={icon} onClick={() => void ask().catch((error) => showToast(sayWhy(error), { kind: 'problem' }))}>
        Add a folder…
      </Button>
      {asked && <FolderDialog {...asked} backups={backups} onAdd={add} onClose={() => setAsked(undefined)} />}
    </>
  )
}

interface FolderDialogProps {
  readonly folder: string
  readonly problem?: string
  readonly backups: BackupStatus
  readonly onAdd: ReturnType<typeof useNewPlace>
  readonly onClose: () => void
}

function FolderDialog({ backups, onAdd, onClose, ...first }: FolderDialogProps) {
  const [folder, setFolder] = useState(first.folder)
  const [typedName, setTypedName] = useState<string>()
  const [problem, setProblem] = useState(first.problem)
  const [isBusy, setIsBusy] = useState(false)
  const name = typedName ?? nameFor(folder, backups)
  const submit = async (): Promise<void> => {
    setIsBusy(true)
    try {
      await onAdd(name, { folder }, null)
      onClose()
    } catch (error) {
      setProblem(sayWhy(error))
      setIsBusy(false)
    }
  }
  return (
    <FormDialog
      title="Back up to a folder"
      action="Add"
      busy={isBusy}
      disabled={folder === '' || name === ''}
      onSubmit={submit}
      onClose={onClose}
    >
      <PathField
        label="Folder"
        value={folder}
        placeholder={'/media/usb-stick/landline'}
        hint="On a USB stick, another disk, or a NAS that this computer is connected to. It has to exist."
        error={problem}
        choose={desktop?.chooseFolder}
        onChange={(path) => {
          setFolder(path)
          setProblem(undefined)
        }}
      />
      <TextField label="What to call it" value={name} maxLength={50} onChange={({ target }) => setTypedName(target.value)} />
    </FormDialog>
  )
}
