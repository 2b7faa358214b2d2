import { Ellipsis, Save, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { BackupStatus, Control } from '../../../../server/control/contract.ts'
import { useWork } from '../../../line/use-work.ts'
import { ConfirmDialog, IconButton, Menu, showToast } from '../../../ui/index.ts'
import { count, dayAndTime, howLong, inBytes } from '../../../ui/words.ts'
import { type Place, placeIcon, placeName } from './place.ts'

interface PlaceRowProps {
  readonly control: Control
  readonly backups: BackupStatus
  readonly place: Place
}

/** A place and how its last backup went. */
export function PlaceRow({ control, backups, place }: PlaceRowProps) {
  const { run } = useWork()
  const [menu, setMenu] = useState<Element>()
  const [isRemoving, setIsRemoving] = useState(false)
  const Icon = placeIcon[place.kind]
  const name = placeName(place)
  const backUp = async (): Promise<void> => {
    if (await run('create', () => control.backups.create({ destination: place.name }))) showToast(`Backed up to ${name}`)
  }
  return (
    <li className="backup-row">
      <Icon size={20} aria-hidden />
      <div className="backup-row-words">
        <span className="backup-row-name">{name}</span>
        <span className="path hint">{place.where}</span>
        {place.failure && (
          <span className="backup-failure">
            {dayAndTime(place.failure.at)}: {place.failure.message} {place.failure.nextStep}
          </span>
        )}
        <span className="hint">{lastResult(place)}</span>
        {place.verified && !place.failure && <Follows follows={place.follows} />}
      </div>
      <IconButton icon={Ellipsis} label={`More for ${name}`} onClick={({ currentTarget }) => setMenu(currentTarget)} />
      {menu && (
        <Menu
          anchor={menu}
          align="end"
          label={`More for ${name}`}
          onClose={() => setMenu(undefined)}
          items={[
            { label: 'Back up here now', icon: Save, disabled: backups.underWay !== null, onSelect: () => void backUp() },
            place.kind !== 'local' && {
              label: 'Use it no more…',
              icon: Trash2,
              danger: true,
              onSelect: () => setIsRemoving(true),
            },
          ]}
        />
      )}
      {isRemoving && <RemoveDialog control={control} place={place} onClose={() => setIsRemoving(false)} />}
    </li>
  )
}

function lastResult({ verified, failure }: Place): string {
  if (!verified) return failure ? 'Nothing has been backed up here.' : 'Nothing has been backed up here yet.'
  const { at, bytes, newBytes, seconds, missing } = verified
  const facts = [`${inBytes(bytes)}, ${inBytes(newBytes)} of it new`, `took ${howLong(Math.max(seconds, 1))}`]
  if (missing > 0) facts.push(`${count(missing, 'file', 'files')} could not be read`)
  return `Last verified backup ${dayAndTime(at)} · ${facts.join(' · ')}`
}

/** Whether what was said since is there, too. */
function Follows({ follows }: Pick<Place, 'follows'>) {
  if (!follows) return null
  const { at, failure } = follows
  const isFresh = at !== null && Date.now() / 1000 - at < 60
  if (failure) {
    const until = at === null ? '' : ` All until ${dayAndTime(at)} is there.`
    return (
      <span className="backup-doubt">
        What was said since waits here: {failure}
        {until}
      </span>
    )
  }
  if (at === null) return null
  return (
    <span className="hint">
      {isFresh ? 'What was said since is there, too, but for the last seconds.' : `All until ${dayAndTime(at)} is there.`}
    </span>
  )
}

function RemoveDialog({ control, place, onClose }: { control: Control; place: Place; onClose: () => void }) {
  const { busy, run } = useWork()
  const remove = async (): Promise<void> => {
    if (await run('remove', () => control.backups.removeDestination({ name: place.name }))) onClose()
  }
  return (
    <ConfirmDialog
      title={`Back up to ${place.name} no more?`}
      action="Use it no more"
      keep="Keep it"
      busy={busy !== undefined}
      onConfirm={remove}
      onClose={onClose}
    >
      <p>The backups that are there stay there, and can be restored as before. No new ones are made.</p>
    </ConfirmDialog>
  )
}
