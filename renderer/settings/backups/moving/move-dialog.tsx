import { useState } from 'react'
import type { BackupStatus, Control, Moving } from '../../../../server/control/contract.ts'
import { sayWhy } from '../../../line/problems.ts'
import { FormDialog, Notice, PathField, SelectField, showToast } from '../../../ui/index.ts'
import { desktop } from '../../line/desktop.ts'
import { placeName } from '../places/place.ts'

interface MoveDialogProps {
  readonly control: Control
  readonly backups: BackupStatus
  readonly onClose: () => void
  readonly onGone: (moving: Moving) => void
}

/** Which way everything goes, and what that means for people, before anything is closed. */
export function MoveDialog({ control, backups, onClose, onGone }: MoveDialogProps) {
  const places = backups.destinations.filter(({ kind }) => kind !== 'local')
  const [chosen, setChosen] = useState(places[0]?.name ?? '')
  const [folder, setFolder] = useState('')
  const begin = (): void => {
    const to = chosen === '' ? { folder: folder.trim() } : { destination: chosen }
    control.moving.begin({ to }).then(onGone, (error) => showToast(sayWhy(error), { kind: 'problem' }))
    onClose()
  }
  return (
    <FormDialog
      title="Move to another computer"
      action="Close here and make the last backup"
      look="danger"
      disabled={chosen === '' && folder.trim() === ''}
      onSubmit={begin}
      onClose={onClose}
    >
      <SelectField label="Everything goes there by way of" value={chosen} onChange={({ target }) => setChosen(target.value)}>
        {places.map((place) => (
          <option key={place.name} value={place.name}>
            {placeName(place)}
          </option>
        ))}
        <option value="">Another folder</option>
      </SelectField>
      {chosen === '' && (
        <PathField
          label="Folder"
          value={folder}
          hint="An empty one, on a stick or a drive that the other computer can read, too."
          choose={desktop?.chooseFolder}
          onChange={setFolder}
        />
      )}
      {backups.keys.length === 0 && (
        <Notice kind="warning" title="There is no recovery key yet.">
          Without one, passwords of mail and keys of buckets do not go along. Make one first, if you use such things.
        </Notice>
      )}
      <ul className="facts">
        <li>First a backup is made while people go on. Then the chat closes, and a last one takes what was said meanwhile.</li>
        <li>
          <strong>From then on nobody can write here.</strong> Whoever comes is told that the chat moves, and later where to.
        </li>
        <li>You can undo it on this page as long as nobody has gone on over there.</li>
      </ul>
    </FormDialog>
  )
}
