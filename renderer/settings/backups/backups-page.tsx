import './backups.css'
import type { Control, Status } from '../../../server/control/contract.ts'
import { Spinner } from '../../ui/index.ts'
import { useStorage } from '../storage/use-storage.ts'
import { HeadlineCard } from './headline-card.tsx'
import { HistoryCard } from './history/history-card.tsx'
import { KeyCard } from './keys/key-card.tsx'
import { PlacesCard } from './places/places-card.tsx'
import { ScheduleCard } from './schedule/schedule-card.tsx'
import { SnapshotsCard } from './snapshots/snapshots-card.tsx'
import { useBackups } from './use-backups.ts'

/** Whether everything could be brought back, from where, and how that stays so. */
export function BackupsPage({ control, status }: { control: Control; status: Status }) {
  const backups = useBackups(control)
  const storage = useStorage(control)
  if (!backups) return <Spinner label="Loading" />
  const hasBucket = storage?.stores.some(({ bucket, files }) => bucket && files > 0) ?? false
  return (
    <>
      <HeadlineCard control={control} backups={backups} status={status} />
      <PlacesCard control={control} backups={backups} />
      <KeyCard control={control} backups={backups} organization={status.organization?.name ?? 'Landline'} />
      <SnapshotsCard control={control} backups={backups} onRestore={() => {}} />
      <ScheduleCard control={control} backups={backups} hasBucket={hasBucket} />
      <HistoryCard backups={backups} />
    </>
  )
}
