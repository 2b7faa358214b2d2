import { CloudUpload, KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { Control, StorageStatus } from '../../../../server/control/contract.ts'
import { bucketOf, candidateOf, type Draft, type Provider } from '../../../bucket/draft.ts'
import { useWork } from '../../../line/use-work.ts'
import { Button, showToast } from '../../../ui/index.ts'
import { Policy } from '../../bucket/policy.tsx'
import { TestedForm } from '../../bucket/tested-form.tsx'
import { useDraft } from '../../bucket/use-draft.ts'
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
  const known = (draft: Draft) => storage.stores.find(({ bucket }) => bucket && isSamePlace(bucket, bucketOf(draft)))
  const isSecretStored = (draft: Draft): boolean => known(draft)?.bucket?.accessKeyId === draft.accessKeyId
  const tested = useDraft({ control, providers, initial, isSecretStored })
  const { draft, problems, check, change } = tested
  /** For new files from now on. The server tests once more by itself. */
  const use = () => control.storage.useBucket({ ...candidateOf(draft), accept: [...check.accepted], delivery: draft.delivery })
  const [isSwitching, setIsSwitching] = useState(false)
  const place = known(draft)
  const isInUse = place?.id === storage.current
  const useButton = (
    <UseButton isGreen={check.isGreen} isInUse={isInUse} onUse={use} onSwitch={() => setIsSwitching(true)} onClose={onClose} />
  )

  return (
    <>
      <TestedForm
        title={isInUse ? 'Change the key' : 'Keep files in a bucket'}
        hint="Everything is tried before it counts: nothing changes until the test has passed and you switch."
        tested={tested}
        use={useButton}
        onClose={onClose}
      >
        <AdvancedFields draft={draft} problems={problems} onChange={change} />
        {draft.bucket.length >= 3 && (
          <Policy key={`${draft.bucket} ${draft.avatarsBucket} ${draft.prefix}`} control={control} {...bucketOf(draft)} />
        )}
      </TestedForm>
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
    </>
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
