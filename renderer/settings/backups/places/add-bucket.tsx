import { Cloud, ListChecks } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { BackupStatus, Control } from '../../../../server/control/contract.ts'
import { BucketFields } from '../../../bucket/bucket-fields.tsx'
import { candidateOf, emptyDraft, type Provider } from '../../../bucket/draft.ts'
import { MoreFields } from '../../../bucket/more-fields.tsx'
import { useWork } from '../../../line/use-work.ts'
import { Button, Notice, Spinner, TextField } from '../../../ui/index.ts'
import { CheckList } from '../../bucket/check-list.tsx'
import { useDraft } from '../../bucket/use-draft.ts'
import { Card } from '../../card.tsx'
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
  const form = useRef<HTMLFormElement>(null)
  const { draft, problems, check, isCreating, ...does } = useDraft({
    control,
    providers,
    initial: emptyDraft(providers[0]!),
    isSecretStored: () => false,
    form,
  })
  const [typedName, setTypedName] = useState<string>()
  const name = typedName ?? nameFor(draft.bucket, backups)
  const { busy, run } = useWork()
  const add = useNewPlace(control)
  useEffect(() => form.current?.querySelector('select')?.focus(), [])
  const use = async (): Promise<void> => {
    const { bucket, secret } = candidateOf(draft)
    if (await run('use', () => add(name, { bucket }, secret))) onClose()
  }
  return (
    <Card
      title="Back up to a bucket"
      hint="Everything is tried first. Best is a bucket of its own, with another key than that for files."
    >
      <form ref={form} className="form" onSubmit={(event: FormEvent) => void does.test(event)} noValidate>
        <BucketFields draft={draft} providers={providers} problems={problems} isSecretStored={false} onChange={does.change} />
        <TextField label="What to call it" value={name} maxLength={50} onChange={({ target }) => setTypedName(target.value)} />
        <MoreFields draft={draft} problems={problems} onChange={does.change} />
        <div className="form-buttons">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" look={check.isGreen ? 'plain' : 'primary'} icon={ListChecks} busy={check.isRunning || isCreating}>
            {check.outcomes.length > 0 && !check.isRunning ? 'Test again' : 'Test'}
          </Button>
          <Button
            look={check.isGreen ? 'primary' : 'plain'}
            icon={Cloud}
            disabled={!check.isGreen || name === ''}
            busy={busy !== undefined}
            onClick={use}
          >
            Add
          </Button>
        </div>
        {check.problem && <Notice kind="problem">{check.problem}</Notice>}
        <CheckList check={check} onOffer={does.takeOffer} />
      </form>
    </Card>
  )
}
