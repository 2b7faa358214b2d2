import './storage.css'
import { useEffect, useRef, useState } from 'react'
import type { Control, Status } from '../../../server/control/contract.ts'
import { type Draft, draftOf, emptyDraft, type Provider } from '../../bucket/draft.ts'
import { Spinner } from '../../ui/index.ts'
import { BucketCard } from './bucket/bucket-card.tsx'
import { BucketForm } from './bucket/bucket-form.tsx'
import { CareCard } from './care-card.tsx'
import { MoveCard } from './move-card.tsx'
import { OutageNotices } from './outage-notices.tsx'
import { placeOf } from './places.ts'
import { PlacesCard } from './places-card.tsx'
import { useStorage } from './use-storage.ts'

/** Where files are, how they come to a bucket and back, and whether all of that is well. */
export function StoragePage({ control, status }: { control: Control; status: Status }) {
  const storage = useStorage(control)
  const [providers, setProviders] = useState<readonly Provider[]>()
  const [draft, setDraft] = useState<Draft>()
  useEffect(() => void control.storage.providers().then(setProviders, () => {}), [control])

  const bucketArea = useRef<HTMLDivElement>(null)
  const close = (): void => {
    setDraft(undefined)
    // What had the focus is gone with the form, and nothing takes it before the dialog is gone too.
    requestAnimationFrame(() => bucketArea.current?.focus())
  }

  const [first] = providers ?? []
  if (!storage || !providers || !first) return <Spinner label="Loading" />
  const place = placeOf(storage, storage.current)
  const bucket = place?.bucket ?? null
  const last = storage.stores.at(-1)?.bucket // whoever has come back may want to go there again
  return (
    <>
      <OutageNotices storage={storage} />
      <PlacesCard control={control} storage={storage} freeBytes={status.disk.freeBytes} />
      <MoveCard control={control} storage={storage} />
      <div ref={bucketArea} className="bucket-area" tabIndex={-1}>
        {draft ? (
          <BucketForm control={control} storage={storage} providers={providers} initial={draft} onClose={close} />
        ) : (
          <BucketCard
            control={control}
            storage={storage}
            place={bucket && place ? place : null}
            onChangeKey={() => bucket && setDraft(draftOf(bucket, providers, storage.delivery))}
            onNewBucket={() => setDraft(bucket || !last ? emptyDraft(first) : draftOf(last, providers, storage.delivery))}
          />
        )}
      </div>
      <CareCard control={control} storage={storage} />
    </>
  )
}
