import { useState } from 'react'
import type { Control } from '../../../../server/control/contract.ts'
import { sayWhy } from '../../../line/problems.ts'
import { comesUntil, isKept, MomentFields } from '../../../restore/moment-fields.tsx'
import { hasRoom, Preview, usePreview } from '../../../restore/preview.tsx'
import { SourceForm } from '../../../restore/source-form.tsx'
import type { Moment, Repository, RestoreChoice, RestoreSource } from '../../../restore/types.ts'
import { Button, Dialog, Notice, Spinner } from '../../../ui/index.ts'
import { desktop } from '../../line/desktop.ts'
import { localName } from '../places/place.ts'
import { ConfirmFields } from './confirm-fields.tsx'
import { useRepository } from './use-repository.ts'
import { WhatFields } from './what-fields.tsx'

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

interface ChoosingProps extends RestoreDialogProps {
  readonly source: RestoreSource
  readonly repository: Repository
  readonly onElsewhere: () => void
}

function Choosing({ control, source, repository, snapshot, withoutSafety = false, onElsewhere, onClose }: ChoosingProps) {
  const [moment, setMoment] = useState<Moment>({ snapshot: snapshot ?? newestOf(repository) })
  const [choice, setChoice] = useState<RestoreChoice | undefined>(everything(withoutSafety))
  const [isConfirmed, setIsConfirmed] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const preview = usePreview(control, source, moment.snapshot || undefined)
  const isAll = choice?.what === 'everything'
  const canStart =
    typeof preview === 'object' &&
    hasRoom(preview) &&
    isKept(moment, repository) &&
    choice !== undefined &&
    (!isAll || isConfirmed)

  const choose = (next: Moment): void => {
    setMoment(next)
    setChoice(everything(withoutSafety))
  }
  const start = async (): Promise<void> => {
    if (!choice) return
    setIsBusy(true)
    try {
      await control.restores.start({ source, snapshot: moment.snapshot, choice, ...(isAll && { moment: moment.second }) })
      onClose()
    } catch (error) {
      setProblem(sayWhy(error))
      setIsBusy(false)
    }
  }
  return (
    <Dialog
      title="Restore"
      size="l"
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look={isAll ? 'danger' : 'primary'} busy={isBusy} disabled={!canStart} onClick={start}>
            {isAll ? 'Restore everything' : 'Restore'}
          </Button>
        </>
      }
    >
      <div className="form">
        {repository.snapshots.length === 0 ? (
          <Notice action={<Button onClick={onElsewhere}>Another place…</Button>}>There is no backup here yet.</Notice>
        ) : (
          <>
            <div className="form-buttons">
              <p className="hint">{placeInWords(source)}</p>
              <Button size="s" onClick={onElsewhere}>
                From another place…
              </Button>
            </div>
            <MomentFields repository={repository} moment={moment} onChange={choose} />
            <WhatFields
              key={moment.snapshot}
              control={control}
              source={source}
              snapshot={moment.snapshot}
              isEmpty={typeof preview === 'object' && preview.present === null}
              everything={everything(withoutSafety)}
              onChange={setChoice}
            />
            <Preview preview={preview} until={choice?.what === 'everything' ? comesUntil(moment, repository) : undefined} />
            {moment.second !== undefined && !isAll && (
              <Notice>A part comes back as it was in the backup before that second.</Notice>
            )}
            {typeof preview === 'object' && choice?.what === 'everything' && (
              <ConfirmFields preview={preview} choice={choice} onChange={setChoice} onConfirmed={setIsConfirmed} />
            )}
          </>
        )}
        {problem && <Notice kind="problem">{problem}</Notice>}
      </div>
    </Dialog>
  )
}

function placeInWords(source: RestoreSource): string {
  if ('folder' in source) return `From ${source.folder}`
  if ('bucket' in source) return `From the bucket ${source.bucket.bucket}`
  return source.destination === localName ? 'From this computer' : `From ${source.destination}`
}

const newestOf = ({ snapshots }: Repository): string => snapshots.find(({ content }) => content !== null)?.snapshot ?? ''

const everything = (evenWithoutSafetySnapshot: boolean): RestoreChoice & { what: 'everything' } => ({
  what: 'everything',
  keepNetworkSettings: true,
  evenWithoutSafetySnapshot,
})
