import { useState } from 'react'
import type { Control, Repository, RestoreSource } from '../../../../server/control/contract.ts'
import { SourceForm } from '../../../restore/source-form.tsx'
import { Button, Dialog, Notice, Spinner } from '../../../ui/index.ts'
import { desktop } from '../../line/desktop.ts'
import { Choosing } from './choosing.tsx'
import { useRepository } from './use-repository.ts'

export interface RestoreDialogProps {
  readonly control: Control
  /** One of our places; undefined for backups that somebody brings along. */
  readonly destination: string | undefined
  readonly snapshot?: string | undefined
  /** The present could not be backed up first, and the owner wants to go on all the same. */
  readonly withoutSafety?: boolean
  readonly onClose: () => void
}

/** Which moment, what of it, what that would change; and only then, begins. */
export function RestoreDialog(props: RestoreDialogProps) {
  const { control, destination, onClose } = props
  const [brought, setBrought] = useState<{ readonly source: RestoreSource; readonly repository: Repository }>()
  const [isElsewhere, setIsElsewhere] = useState(destination === undefined)
  const own = useRepository(control, isElsewhere ? undefined : destination)
  const found = isElsewhere ? brought : own
  if (found && 'repository' in found) {
    return <Choosing key={JSON.stringify(found.source)} {...props} {...found} onElsewhere={() => setIsElsewhere(true)} />
  }
  return (
    <Dialog title="Restore" size="l" onClose={onClose}>
      {isElsewhere ? (
        <SourceForm
          control={control}
          chooseFolder={desktop?.chooseFolder}
          onBack={destination === undefined ? onClose : () => setIsElsewhere(false)}
          onFound={(source, repository) => setBrought({ source, repository })}
        />
      ) : own && 'problem' in own ? (
        <Notice kind="problem" action={<Button onClick={() => setIsElsewhere(true)}>Another place…</Button>}>
          {own.problem}
        </Notice>
      ) : (
        <Spinner label="Looking what is there" />
      )}
    </Dialog>
  )
}
