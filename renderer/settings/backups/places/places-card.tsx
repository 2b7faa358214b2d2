import { Cloud, FolderPlus } from 'lucide-react'
import { useRef, useState } from 'react'
import type { BackupStatus, Control } from '../../../../server/control/contract.ts'
import { Button, Notice } from '../../../ui/index.ts'
import { Card } from '../../card.tsx'
import { AddBucket } from './add-bucket.tsx'
import { AddFolder } from './add-folder.tsx'
import { PlaceRow } from './place-row.tsx'

/** Where backups go, how that went, and a second place in two clicks. */
export function PlacesCard({ control, backups }: { control: Control; backups: BackupStatus }) {
  const [isAddingBucket, setIsAddingBucket] = useState(false)
  const bucketButton = useRef<HTMLButtonElement>(null)
  const close = (): void => {
    setIsAddingBucket(false)
    requestAnimationFrame(() => bucketButton.current?.focus()) // what had the focus is gone with the form
  }
  const isOnly = backups.destinations.length === 1
  if (isAddingBucket) return <AddBucket control={control} backups={backups} onClose={close} />
  return (
    <Card
      title="Where backups go"
      hint="Each place gets every backup, and holds all of it by itself."
      action={
        <div className="places-buttons">
          <AddFolder control={control} backups={backups} look={isOnly ? 'primary' : 'plain'} icon={FolderPlus} />
          <Button ref={bucketButton} icon={Cloud} onClick={() => setIsAddingBucket(true)}>
            Add a bucket…
          </Button>
        </div>
      }
    >
      {isOnly && (
        <Notice kind="warning" title="All backups are on this computer.">
          If it is stolen or breaks, they go with it. Choose a second place: a USB stick, a folder on a NAS, a bucket.
        </Notice>
      )}
      <ul className="backup-rows" aria-label="Places">
        {backups.destinations.map((place) => (
          <PlaceRow key={place.name} control={control} backups={backups} place={place} />
        ))}
      </ul>
    </Card>
  )
}
