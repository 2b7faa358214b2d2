import { useState } from 'react'
import type { BackupStatus, Control, SnapshotFacts } from '../../../../server/control/contract.ts'
import { Button, Notice, SelectField, Spinner } from '../../../ui/index.ts'
import { Card } from '../../card.tsx'
import { localName, type Place, placeName } from '../places/place.ts'
import { PlaceActions } from './place-actions.tsx'
import { SnapshotRow } from './snapshot-row.tsx'
import { useSnapshots } from './use-snapshots.ts'

interface SnapshotsCardProps {
  readonly control: Control
  readonly backups: BackupStatus
  readonly onRestore: (destination: string, snapshot?: SnapshotFacts) => void
}

const atFirst = 8

/** The backups of a place, each with what is in it and how sure we are of it. */
export function SnapshotsCard({ control, backups, onRestore }: SnapshotsCardProps) {
  const [chosen, setChosen] = useState(localName)
  const [showsAll, setShowsAll] = useState(false)
  /** How often this page removed some: a removal may be over before the server tells that one is under way. */
  const [removals, setRemovals] = useState(0)
  const { destinations } = backups
  const place = destinations.find(({ name }) => name === chosen) ?? destinations[0]!
  const changes = JSON.stringify([
    place.verified,
    place.failure,
    backups.drill,
    backups.keys.length,
    backups.underWay?.what === 'prune',
    removals,
  ])
  const snapshots = useSnapshots(control, place.name, changes)
  const shown = showsAll ? snapshots?.list : snapshots?.list.slice(0, atFirst)
  return (
    <Card title="Backups" hint="Each one holds everything, and is a moment to go back to.">
      {destinations.length > 1 && <PlaceField places={destinations} chosen={place} onChange={setChosen} />}
      {!snapshots && <Spinner label="Loading" />}
      {snapshots?.problem && place.verified && <Notice kind="warning">{snapshots.problem}</Notice>}
      {snapshots?.list.length === 0 && !(snapshots.problem && place.verified) && <p className="hint">There is none here yet.</p>}
      {shown && shown.length > 0 && (
        <>
          <PlaceActions
            key={place.name}
            control={control}
            backups={backups}
            place={place}
            onRestore={() => onRestore(place.name)}
            onRemoved={() => setRemovals(removals + 1)}
          />
          <ul className="backup-rows" aria-label={`Backups in ${placeName(place)}`}>
            {shown.map((snapshot) => (
              <SnapshotRow
                key={snapshot.snapshot}
                control={control}
                isBusy={backups.underWay !== null}
                destination={place.name}
                snapshot={snapshot}
                onRestore={() => onRestore(place.name, snapshot)}
              />
            ))}
          </ul>
          {snapshots && snapshots.list.length > shown.length && (
            <Button look="quiet" onClick={() => setShowsAll(true)}>
              Show all {snapshots.list.length.toLocaleString()}
            </Button>
          )}
        </>
      )}
    </Card>
  )
}

interface PlaceFieldProps {
  readonly places: readonly Place[]
  readonly chosen: Place
  readonly onChange: (name: string) => void
}

function PlaceField({ places, chosen, onChange }: PlaceFieldProps) {
  return (
    <SelectField label="Where" value={chosen.name} onChange={({ target }) => onChange(target.value)}>
      {places.map((place) => (
        <option key={place.name} value={place.name}>
          {placeName(place)}
        </option>
      ))}
    </SelectField>
  )
}
