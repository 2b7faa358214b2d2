import { ListChecks } from 'lucide-react'
import type { FormEvent, ReactNode } from 'react'
import { BucketFields } from '../../bucket/bucket-fields.tsx'
import { Button, Notice } from '../../ui/index.ts'
import { Card } from '../card.tsx'
import { CheckList } from './check-list.tsx'
import type { useDraft } from './use-draft.ts'

interface TestedFormProps {
  readonly title: string
  readonly hint: string
  readonly tested: ReturnType<typeof useDraft>
  /** Beside the fields of every bucket. */
  readonly children: ReactNode
  /** The button that uses the bucket, locked until the test is green. */
  readonly use: ReactNode
  readonly onClose: () => void
}

/** A bucket that is described, tested step by step, and used only then. */
export function TestedForm({ title, hint, tested, children, use, onClose }: TestedFormProps) {
  const { form, providers, draft, problems, isSecretStored, check, isCreating, change, test, takeOffer } = tested
  return (
    <Card title={title} hint={hint}>
      <form ref={form} className="form" onSubmit={(event: FormEvent) => void test(event)} noValidate>
        <BucketFields
          draft={draft}
          providers={providers}
          problems={problems}
          isSecretStored={isSecretStored(draft)}
          onChange={change}
        />
        {children}
        <div className="form-buttons">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" look={check.isGreen ? 'plain' : 'primary'} icon={ListChecks} busy={check.isRunning || isCreating}>
            {check.outcomes.length > 0 && !check.isRunning ? 'Test again' : 'Test'}
          </Button>
          {use}
        </div>
        {check.problem && <Notice kind="problem">{check.problem}</Notice>}
        <CheckList check={check} onOffer={takeOffer} />
      </form>
    </Card>
  )
}
