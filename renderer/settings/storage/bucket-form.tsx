import { CloudUpload, KeyRound, ListChecks } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { CheckOutcome, Control, StorageStatus } from '../../../server/control/contract.ts'
import { Button, Notice, showToast } from '../../ui/index.ts'
import { Card } from '../card.tsx'
import { useWork } from '../server-control.ts'
import { AdvancedFields, BucketFields } from './bucket-fields.tsx'
import { CheckList } from './check-list.tsx'
import { bucketOf, type Draft, type DraftProblems, type Provider, problemsOf, withAddress } from './draft.ts'
import { isSamePlace } from './places.ts'
import { Policy } from './policy.tsx'
import { SwitchDialog } from './switch-dialog.tsx'
import { type Candidate, useCheck } from './use-check.ts'

interface BucketFormProps {
  readonly control: Control
  readonly storage: StorageStatus
  readonly providers: readonly Provider[]
  readonly initial: Draft
  readonly onClose: () => void
}

/** A bucket that is not in use yet, or a new key for one that is: nothing counts before it has passed the test. */
export function BucketForm({ control, storage, providers, initial, onClose }: BucketFormProps) {
  const [draft, setDraft] = useState(initial)
  const [problems, setProblems] = useState<DraftProblems>({})
  const [isSwitching, setIsSwitching] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const check = useCheck(control)
  const { busy, run } = useWork()
  useEffect(() => form.current?.querySelector('select')?.focus(), [])
  useEffect(() => {
    // The button that was pressed let go of the focus while it was busy.
    const isLost = document.activeElement === document.body
    if (!check.isRunning && isLost) form.current?.querySelector<HTMLElement>('.button-primary')?.focus()
  }, [check.isRunning])
  const provider = providers.find(({ id }) => id === draft.provider)!
  const known = storage.stores.find((place) => place.bucket && isSamePlace(place.bucket, bucketOf(draft)))
  const isSecretStored = known?.bucket?.accessKeyId === draft.accessKeyId
  const isInUse = known !== undefined && known.id === storage.current

  const candidateOf = (values: Draft): Candidate => ({
    bucket: bucketOf(values),
    secret: values.secret === '' ? null : values.secret,
  })
  const change = (values: Draft): void => {
    setDraft(values)
    setProblems({})
    check.forget()
  }
  const test = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const found = problemsOf(draft, provider, isSecretStored)
    setProblems(found)
    if (Object.keys(found).length === 0) return await check.start(candidateOf(draft))
    requestAnimationFrame(() => {
      const first = form.current?.querySelector<HTMLElement>('[aria-invalid]')
      first?.closest('details')?.setAttribute('open', '')
      first?.focus()
    })
  }
  const takeOffer = async (offer: NonNullable<CheckOutcome['offer']>): Promise<void> => {
    const { createBucket, region, endpoint } = offer
    if (createBucket && !(await run('create', () => control.storage.createBucket(candidateOf(draft))))) return
    const mended = {
      ...(region ? withAddress(provider, { ...draft, region }) : draft),
      ...(endpoint && { endpoint }),
    }
    setDraft(mended)
    await check.start(candidateOf(mended))
  }
  const useNewKey = () =>
    run('use', async () => {
      await control.storage.useBucket({ ...candidateOf(draft), accept: check.accepted as never, delivery: draft.delivery })
      showToast('The new key is in use, and the old one forgotten')
      onClose()
    })

  return (
    <Card
      title={isInUse ? 'Change the key' : 'Keep files in a bucket'}
      hint="Everything is tried before it counts: nothing changes until the test has passed and you switch."
    >
      <form ref={form} className="bucket-form" onSubmit={test} noValidate>
        <BucketFields draft={draft} providers={providers} problems={problems} isSecretStored={isSecretStored} onChange={change} />
        <AdvancedFields draft={draft} problems={problems} onChange={change} />
        {draft.bucket.length >= 3 && (
          <Policy key={`${draft.bucket} ${draft.avatarsBucket} ${draft.prefix}`} control={control} {...bucketOf(draft)} />
        )}
        <div className="form-buttons">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            look={check.isGreen ? 'plain' : 'primary'}
            icon={ListChecks}
            busy={check.isRunning || busy === 'create'}
          >
            {check.outcomes.length > 0 && !check.isRunning ? 'Test again' : 'Test'}
          </Button>
          {isInUse ? (
            <Button
              look={check.isGreen ? 'primary' : 'plain'}
              icon={KeyRound}
              disabled={!check.isGreen}
              busy={busy === 'use'}
              onClick={useNewKey}
            >
              Use this key
            </Button>
          ) : (
            <Button
              look={check.isGreen ? 'primary' : 'plain'}
              icon={CloudUpload}
              disabled={!check.isGreen}
              onClick={() => setIsSwitching(true)}
            >
              Switch…
            </Button>
          )}
        </div>
        {check.problem && <Notice kind="problem">{check.problem}</Notice>}
        <CheckList check={check} onOffer={takeOffer} />
      </form>
      {isSwitching && (
        <SwitchDialog
          control={control}
          storage={storage}
          target={{ id: known?.id, bucket: bucketOf(draft) }}
          measured={check.outcomes.at(-1)?.measured}
          onClose={() => setIsSwitching(false)}
          onSwitch={async (pace) => {
            const accept = check.accepted as never
            await control.storage.useBucket({ ...candidateOf(draft), accept, delivery: draft.delivery })
            if (pace) await control.storage.startMove({ to: 's3', ...pace })
            onClose()
          }}
        />
      )}
    </Card>
  )
}
