import { Cloud } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { BackupStatus, Control } from '../../../../server/control/contract.ts'
import { candidateOf, emptyDraft, type Provider } from '../../../bucket/draft.ts'
import { MoreFields } from '../../../bucket/more-fields.tsx'
import { useWork } from '../../../line/use-work.ts'
import { Button, Spinner, TextField } from '../../../ui/index.ts'
import { TestedForm } from '../../bucket/tested-form.tsx'
import { useDraft } from '../../bucket/use-draft.ts'
import { nameFor, useNewPlace } from './use-new-place.ts'

interface AddBucketProps {
  readonly control: Control
  readonly backups: BackupStatus
  readonly onClose: () => void
}

/** A bucket for backups, tried as one for files is: nothing is used before it has passed. */
export function AddBucket(props: AddBucketProps) {
  const [providers, setProviders] = useState<readonly Provider[]>()
  useEffect(() => void props.control.storage.providers().then(setProviders, () => {}), [props.control])
  return providers?.[0] ? <BucketForm {...props} providers={providers} /> : <Spinner label="Loading" />
}

function BucketForm({ control, backups, providers, onClose }: AddBucketProps & { providers: readonly Provider[] }) {
  const tested = useDraft({ control, providers, initial: emptyDraft(providers[0]!), isSecretStored: () => false })
  const { draft, problems, check, change } = tested
  const [typedName, setTypedName] = useState<string>()
  const name = typedName ?? nameFor(draft.bucket, backups)
  const { busy, run } = useWork()
  const add = useNewPlace(control)
  const use = async (): Promise<void> => {
    const { bucket, secret } = candidateOf(draft)
    if (await run('use', () => add(name, { bucket }, secret))) onClose()
  }
  return (
    <TestedForm
      title="Back up to a bucket"
      hint="Everything is tried first. Best is a bucket of its own, with another key than that for files."
      tested={tested}
      onClose={onClose}
      use={
        <Button
          look={check.isGreen ? 'primary' : 'plain'}
          icon={Cloud}
          disabled={!check.isGreen || name === ''}
          busy={busy !== undefined}
          onClick={use}
        >
          Add
        </Button>
      }
    >
      <TextField label="What to call it" value={name} maxLength={50} onChange={({ target }) => setTypedName(target.value)} />
      <MoreFields draft={draft} problems={problems} onChange={change} />
    </TestedForm>
  )
}
