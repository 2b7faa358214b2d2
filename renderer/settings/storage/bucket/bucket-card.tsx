import { CloudUpload, KeyRound } from 'lucide-react'
import type { Control, StorageStatus } from '../../../../server/control/contract.ts'
import { Button } from '../../../ui/index.ts'
import { Policy } from '../../bucket/policy.tsx'
import { Card } from '../../card.tsx'
import { type Place, providerHost } from '../places.ts'

interface BucketCardProps {
  readonly control: Control
  readonly storage: StorageStatus
  /** Null while files are stored on this computer. */
  readonly place: Place | null
  readonly onChangeKey: () => void
  readonly onNewBucket: () => void
}

/** The bucket in use and what can be changed about it; or that one can be used at all. */
export function BucketCard({ control, storage, place, onChangeKey, onNewBucket }: BucketCardProps) {
  const isMoving = storage.move.state === 'running' || storage.move.state === 'paused'
  const bucket = place?.bucket
  if (!bucket) {
    return (
      <section className="card">
        <div className="places-head">
          <div className="server-words">
            <h2>Keep files in a bucket instead?</h2>
            <p className="hint">
              This computer is the simplest place. A bucket at Amazon, Cloudflare, Hetzner and others, or on a server of your own,
              helps when its disk gets small. All files can come along, and come back.
            </p>
          </div>
          <Button icon={CloudUpload} disabled={isMoving} onClick={onNewBucket}>
            Use a bucket…
          </Button>
        </div>
      </section>
    )
  }
  return (
    <Card
      title="The bucket"
      action={
        <div className="places-buttons">
          <Button icon={KeyRound} onClick={onChangeKey}>
            Change the key…
          </Button>
          <Button look="quiet" disabled={isMoving} onClick={onNewBucket}>
            Use another bucket…
          </Button>
        </div>
      }
    >
      <dl className="fact-list">
        <Fact name="Bucket" value={bucket.bucket} />
        <Fact name="Provider" value={providerHost(bucket)} />
        <Fact name="Region" value={bucket.region} />
        {bucket.prefix && <Fact name="Prefix" value={bucket.prefix} />}
        {bucket.avatarsBucket && <Fact name="Pictures" value={bucket.avatarsBucket} />}
        {bucket.storageClass && <Fact name="Class" value={bucket.storageClass} />}
        <Fact name="Access key" value={bucket.accessKeyId} />
      </dl>
      <Policy control={control} {...bucket} />
    </Card>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd className="path">{value}</dd>
    </div>
  )
}
