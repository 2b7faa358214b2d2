import type { Control, RestoreStatus } from '../../../server/control/contract.ts'
import { useWork } from '../../line/use-work.ts'
import { RestoreProgress } from '../../restore/restore-progress.tsx'
import { Progress } from '../../ui/index.ts'
import { EntryPage } from './entry-page.tsx'

interface RestoreUnderWayProps {
  /** Undefined while Landline restarts. */
  readonly control: Control | undefined
  readonly underWay: RestoreStatus['underWay']
}

/** How far it is; and that a silence in the middle is as it should be. */
export function RestoreUnderWay({ control, underWay }: RestoreUnderWayProps) {
  const { run } = useWork()
  return (
    <EntryPage title="Bringing everything back" lead="You may leave this page open and do something else.">
      {underWay ? (
        <RestoreProgress
          underWay={underWay}
          isFirst
          onCancel={() => void (control && run('cancel', () => control.restores.cancel()))}
        />
      ) : (
        <>
          <p role="status">Landline starts with what was brought back, and looks whether all of it works.</p>
          <Progress label="Restarting" done={0} of={0} />
        </>
      )}
    </EntryPage>
  )
}
