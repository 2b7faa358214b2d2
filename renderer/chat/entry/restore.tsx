import { useState } from 'react'
import type { Control, Repository, RestoreSource } from '../../../server/control/contract.ts'
import { sayWhy } from '../../line/problems.ts'
import { comesUntil, isKept, MomentFields, newest } from '../../restore/moment-fields.tsx'
import { hasRoom, Preview, usePreview } from '../../restore/preview.tsx'
import { SourceForm } from '../../restore/source-form.tsx'
import type { Moment } from '../../restore/types.ts'
import { Button, Notice, Spinner } from '../../ui/index.ts'
import { EntryPage } from './entry-page.tsx'
import { RestoreUnderWay } from './restore-under-way.tsx'
import { useSetupLine } from './use-setup-line.ts'

interface RestorePageProps {
  readonly token: string
  readonly onBack: () => void
}

/** The other way to begin: everything comes from the backups of another computer. */
export function RestorePage({ token, onBack }: RestorePageProps) {
  const { line, restore } = useSetupLine(token)
  const [found, setFound] = useState<{ readonly source: RestoreSource; readonly repository: Repository }>()
  if (line.name === 'refused') {
    return (
      <EntryPage title="Restore from a backup">
        <Notice kind="problem">{line.why}</Notice>
        <Button onClick={onBack}>Back</Button>
      </EntryPage>
    )
  }
  if (line.name === 'restored') {
    return (
      <EntryPage title="Everything is back" lead="Sign in as you did on the old computer: with the same address and password.">
        <Button look="primary" size="l" onClick={() => location.assign('/login/')}>
          Go to the chat
        </Button>
      </EntryPage>
    )
  }
  const underWay = restore?.underWay ?? null
  if (line.name === 'restarting' || underWay) {
    return <RestoreUnderWay control={line.name === 'open' ? line.control : undefined} underWay={underWay} />
  }
  if (line.name !== 'open' || !restore) return <Spinner label="Loading" />
  return found ? (
    <Choosing control={line.control} {...found} onBack={() => setFound(undefined)} />
  ) : (
    <EntryPage title="Restore from a backup" lead="People, messages, files and settings come back, as they were.">
      {restore.result && restore.result.outcome !== 'done' && (
        <Notice kind="problem" title="It did not work, and nothing was changed.">
          {restore.result.message} {restore.result.nextStep}
        </Notice>
      )}
      <SourceForm control={line.control} onFound={(source, repository) => setFound({ source, repository })} onBack={onBack} />
    </EntryPage>
  )
}

interface ChoosingProps {
  readonly control: Control
  readonly source: RestoreSource
  readonly repository: Repository
  readonly onBack: () => void
}

/** What is in it, before anything happens. */
function Choosing({ control, source, repository, onBack }: ChoosingProps) {
  const [moment, setMoment] = useState<Moment>({ snapshot: newest })
  const isEmpty = repository.snapshots.length === 0
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const preview = usePreview(control, source, isEmpty ? undefined : moment.snapshot)
  const canStart = typeof preview === 'object' && hasRoom(preview) && isKept(moment, repository)
  const start = async (): Promise<void> => {
    setIsBusy(true)
    const choice = { what: 'everything', keepNetworkSettings: true, evenWithoutSafetySnapshot: false } as const
    try {
      await control.restores.start({ source, snapshot: moment.snapshot, moment: moment.second, choice })
    } catch (error) {
      setProblem(sayWhy(error))
      setIsBusy(false)
    }
  }
  return (
    <EntryPage title={repository.organization} lead="This is what was found. Nothing has happened yet.">
      {isEmpty ? (
        <Notice kind="problem">There is no backup here yet.</Notice>
      ) : (
        <>
          <MomentFields repository={repository} moment={moment} onChange={setMoment} />
          <Preview preview={preview} until={comesUntil(moment, repository)} />
        </>
      )}
      {problem && <Notice kind="problem">{problem}</Notice>}
      <div className="entry-actions">
        <Button size="l" look="quiet" onClick={onBack}>
          Back
        </Button>
        <Button look="primary" size="l" busy={isBusy} disabled={!canStart} onClick={start}>
          Restore
        </Button>
      </div>
    </EntryPage>
  )
}
