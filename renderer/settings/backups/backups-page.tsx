import './backups.css'
import { type Ref, useRef, useState } from 'react'
import type { BackupStatus, Control, Status } from '../../../server/control/contract.ts'
import { useRestoreStatus } from '../../restore/use-restore-status.ts'
import { Button, Spinner } from '../../ui/index.ts'
import { Card } from '../card.tsx'
import { useStorage } from '../storage/use-storage.ts'
import { AlarmsCard } from './alarms/alarms-card.tsx'
import { HeadlineCard } from './headline-card.tsx'
import { HistoryCard } from './history/history-card.tsx'
import { KeyCard } from './keys/key-card.tsx'
import { GoneCard } from './moving/gone-card.tsx'
import { MovingCard } from './moving/moving-card.tsx'
import { useMoving } from './moving/use-moving.ts'
import { PlacesCard } from './places/places-card.tsx'
import { RestoreCard } from './restore/restore-card.tsx'
import { RestoreDialog } from './restore/restore-dialog.tsx'
import { ScheduleCard } from './schedule/schedule-card.tsx'
import { SnapshotsCard } from './snapshots/snapshots-card.tsx'
import { useBackups } from './use-backups.ts'

interface Asked {
  /** Undefined for backups that somebody brings along. */
  readonly destination: string | undefined
  readonly snapshot?: string | undefined
  readonly withoutSafety?: boolean
}

/** Whether everything could be brought back, from where, and how that stays so. */
export function BackupsPage({ control, status }: { control: Control; status: Status }) {
  const backups = useBackups(control)
  const restore = useRestoreStatus(control)
  const [asked, setAsked] = useState<Asked>()
  const headline = useRef<HTMLHeadingElement>(null)
  if (!backups || !restore) return <Spinner label="Loading" />
  return (
    <>
      <RestoreCard
        control={control}
        restore={restore}
        onGoOn={() => setAsked({ destination: undefined, withoutSafety: true })}
        onRead={() => headline.current?.focus()}
      />
      {status.organization ? (
        <Everything control={control} status={status} backups={backups} headlineRef={headline} onRestore={setAsked} />
      ) : (
        !restore.underWay && <FirstRestore onRestore={() => setAsked({ destination: undefined })} />
      )}
      {asked && <RestoreDialog control={control} {...asked} onClose={() => setAsked(undefined)} />}
    </>
  )
}

interface EverythingProps {
  readonly control: Control
  readonly status: Status
  readonly backups: BackupStatus
  readonly headlineRef: Ref<HTMLHeadingElement>
  readonly onRestore: (asked: Asked) => void
}

function Everything({ control, status, backups, headlineRef, onRestore }: EverythingProps) {
  const storage = useStorage(control)
  const { moving, set } = useMoving(control)
  const hasBucket = storage?.stores.some(({ bucket, files }) => bucket && files > 0) ?? false
  return (
    <>
      {moving?.state === 'gone' && <GoneCard control={control} moving={moving} onChange={set} />}
      <HeadlineCard control={control} backups={backups} status={status} headlineRef={headlineRef} />
      <PlacesCard control={control} backups={backups} />
      <KeyCard control={control} backups={backups} organization={status.organization?.name ?? 'Landline'} />
      <SnapshotsCard
        control={control}
        backups={backups}
        onRestore={(destination, snapshot) => onRestore({ destination, snapshot: snapshot?.snapshot })}
      />
      <ScheduleCard control={control} backups={backups} hasBucket={hasBucket} />
      <HistoryCard backups={backups} />
      <AlarmsCard control={control} />
      {moving && moving.state !== 'gone' && <MovingCard control={control} backups={backups} moving={moving} onChange={set} />}
    </>
  )
}

function FirstRestore({ onRestore }: { onRestore: () => void }) {
  return (
    <Card
      title="Nothing is here yet"
      hint="If there was a Landline on another computer, everything of it can come back: people, messages, files, settings."
      action={
        <Button look="primary" onClick={onRestore}>
          Restore from a backup…
        </Button>
      }
    >
      <p className="hint">For a new organization, go to Status and choose “Set up”. Backups begin by themselves then.</p>
    </Card>
  )
}
