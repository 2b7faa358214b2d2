import { CloudUpload, KeyRound, ListChecks } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Control, StorageStatus } from '../../../../server/control/contract.ts'
import { BucketFields } from '../../../bucket/bucket-fields.tsx'
import { bucketOf, candidateOf, type Draft, type Provider } from '../../../bucket/draft.ts'
import { useWork } from '../../../line/use-work.ts'
import { Button, Notice, showToast } from '../../../ui/index.ts'
import { CheckList } from '../../bucket/check-list.tsx'
import { Policy } from '../../bucket/policy.tsx'
import { useDraft } from '../../bucket/use-draft.ts'
import { Card } from '../../card.tsx'
import { isSamePlace } from '../places.ts'
import { SwitchDialog } from '../switch-dialog.tsx'
import { AdvancedFields } from './advanced-fields.tsx'

interface BucketFormProps {
  readonly control: Control
  readonly storage: StorageStatus
  readonly providers: readonly Provider[]
  readonly initial: Draft
  readonly onClose: () => void
}

/** A bucket that is not in use yet, or a new key for one that is: nothing counts before it has passed the test. */
export function BucketForm({ control, storage, providers, initial, onClose }: BucketFormProps) {
  const form = useRef<HTMLFormElement>(null)
  const known = (draft: Draft) => storage.stores.find(({ bucket }) => bucket && isSamePlace(bucket, bucketOf(draft)))
  const isSecretStored = (draft: Draft): boolean => known(draft)?.bucket?.accessKeyId === draft.accessKeyId
  const { draft, problems, check, isCreating, ...does } = useDraft({ control, providers, initial, isSecretStored, form })
  /** For new files from now on. The server tests once more by itself. */
  const use = () => control.storage.useBucket({ ...candidateOf(draft), accept: [...check.accepted], delivery: draft.delivery })
  const [isSwitching, setIsSwitching] = useState(false)
  const place = known(draft)
  const isInUse = place?.id === storage.current
  useEffect(() => form.current?.querySelector('select')?.focus(), [])

  return (
    <Card
      title={isInUse ? 'Change the key' : 'Keep files in a bucket'}
      hint="Everything is tried before it counts: nothing changes until the test has passed and you switch."
    >
      <form ref={form} className="form" onSubmit={does.test} noValidate>
        <BucketFields
          draft={draft}
          providers={providers}
          problems={problems}
          isSecretStored={isSecretStored(draft)}
          onChange={does.change}
        />
        <AdvancedFields draft={draft} problems={problems} onChange={does.change} />
        {draft.bucket.length >= 3 && (
          <Policy key={`${draft.bucket} ${draft.avatarsBucket} ${draft.prefix}`} control={control} {...bucketOf(draft)} />
        )}
        <div className="form-buttons">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" look={check.isGreen ? 'plain' : 'primary'} icon={ListChecks} busy={check.isRunning || isCreating}>
            {check.outcomes.length > 0 && !check.isRunning ? 'Test again' : 'Test'}
          </Button>
          <UseButton
            isGreen={check.isGreen}
            isInUse={isInUse}
            onUse={use}
            onSwitch={() => setIsSwitching(true)}
            onClose={onClose}
          />
        </div>
        {check.problem && <Notice kind="problem">{check.problem}</Notice>}
        <CheckList check={check} onOffer={does.takeOffer} />
      </form>
      {isSwitching && (
        <SwitchDialog
          control={control}
          storage={storage}
          target={{ id: place?.id, bucket: bucketOf(draft) }}
          measured={check.outcomes.at(-1)?.measured}
          onClose={() => setIsSwitching(false)}
          onSwitch={async (pace) => {
            await use()
            if (pace) await control.storage.startMove({ to: 's3', ...pace })
            onClose()
          }}
        />
      )}
    </Card>
  )
}

interface UseButtonProps {
  readonly isGreen: boolean
  readonly isInUse: boolean
  readonly onUse: () => Promise<unknown>
  readonly onSwitch: () => void
  readonly onClose: () => void
}

/** Locked until the test is green. For another bucket it asks first what becomes of the files. */
function UseButton({ isGreen, isInUse, onUse, onSwitch, onClose }: UseButtonProps) {
  const { busy, run } = useWork()
  const look = isGreen ? 'primary' : 'plain'
  if (!isInUse) {
    return (
      <Button look={look} icon={CloudUpload} disabled={!isGreen} onClick={onSwitch}>
        Switch…
      </Button>
    )
  }
  const useKey = async (): Promise<void> => {
    if (!(await run('use', onUse))) return
    showToast('The new key is in use, and the old one forgotten')
    onClose()
  }
  return (
    <Button look={look} icon={KeyRound} disabled={!isGreen} busy={busy !== undefined} onClick={useKey}>
      Use this key
    </Button>
  )
}
