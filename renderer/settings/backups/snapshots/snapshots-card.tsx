import { useState } from 'react'
import type { BackupStatus, Control, SnapshotFacts } from '../../../../server/control/contract.ts'
import { Button, Notice, SelectField, Spinner } from '../../../ui/index.ts'
import { Card } from '../../card.tsx'
import { localName, placeName } from '../places/place.ts'
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
      {destinations.length > 1 && (
        <SelectField label="Where" value={place.name} onChange={({ target }) => setChosen(target.value)}>
          {destinations.map((one) => (
            <option key={one.name} value={one.name}>
              {placeName(one)}
            </option>
          ))}
        </SelectField>
      )}
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
