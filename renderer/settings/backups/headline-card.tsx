import { Save, ShieldAlert, ShieldCheck } from 'lucide-react'
import type { Ref } from 'react'
import type { BackupStatus, Control, Status } from '../../../server/control/contract.ts'
import { useWork } from '../../line/use-work.ts'
import { Button, classNames, Notice, Progress, showToast } from '../../ui/index.ts'
import { dayAndTime, inBytes } from '../../ui/words.ts'
import { toPlace } from './places/place.ts'
import { wellnessOf } from './wellness.ts'
import { worksOn } from './works-on.ts'

interface HeadlineCardProps {
  readonly control: Control
  readonly backups: BackupStatus
  readonly status: Status
  /** Takes the focus where what had it is gone. */
  readonly headlineRef: Ref<HTMLHeadingElement>
}

/** Whether the owner may sleep well: green only where it is true, else the cause and what to do. */
export function HeadlineCard({ control, backups, status, headlineRef }: HeadlineCardProps) {
  const { busy, run } = useWork()
  const { level, headline, problems } = wellnessOf(backups, status)
  const Icon = level === 'well' ? ShieldCheck : ShieldAlert
  const backUp = async (): Promise<void> => {
    if (await run('backup', () => control.backups.create({}))) showToast('Backed up, read back and found whole')
  }
  return (
    <section className="card" data-level={level}>
      <div className="places-head">
        <div className={classNames('server-badge', `backup-badge-${level}`)}>
          <Icon size={26} role="img" aria-label={badges[level]} />
        </div>
        <div className="server-words">
          <h2 ref={headlineRef} tabIndex={-1}>
            {headline}
          </h2>
          <p>{whatComesNext(backups)}</p>
        </div>
        <Button look="primary" icon={Save} {...worksOn('backup', backups, busy)} onClick={backUp}>
          Back up now
        </Button>
      </div>
      {backups.underWay && <UnderWay backups={backups} work={backups.underWay} />}
      {problems.map(({ code, message, nextStep }) => (
        <Notice key={code + message} kind={level === 'trouble' ? 'problem' : 'warning'} title={message}>
          {nextStep}
        </Notice>
      ))}
    </section>
  )
}

const badges = { well: 'All is well', attention: 'Something to look at', trouble: 'Something is wrong' }

function whatComesNext({ schedule, nextRun }: BackupStatus): string {
  if (schedule === null) return 'No backup is planned.'
  return nextRun === null ? 'Backups happen by themselves.' : `The next one happens by itself ${dayAndTime(nextRun)}.`
}

type Work = NonNullable<BackupStatus['underWay']>

function UnderWay({ backups, work }: { backups: BackupStatus; work: Work }) {
  const { done, of } = work
  return (
    <div className="under-way" role="status">
      <div className="under-way-words">
        <strong>{titles[work.what](toPlace(backups, work.destination))}</strong>
        <span className="hint">{[work.stage && stages[work.stage], amount(work)].filter(Boolean).join(' · ')}</span>
      </div>
      <Progress label="Progress" done={done} of={of} />
    </div>
  )
}

const titles: Readonly<Record<Work['what'], (place: string) => string>> = {
  backup: (place) => `Backing up to ${place}`,
  verify: (place) => `Reading back everything in ${place}`,
  drill: () => 'Rehearsing a restore',
  prune: (place) => `Removing what is old from ${place}`,
  keys: (place) => `Telling ${place} of the recovery keys`,
}

const stages: Readonly<Record<NonNullable<Work['stage']>, string>> = {
  files: 'Copying files',
  database: 'Copying messages',
  'reading back': 'Reading it back',
  'tidying up': 'Removing what is too old',
}

const amount = ({ done, of }: Work): string =>
  of > 0 ? `${Math.floor((100 * done) / of)} % of ${inBytes(of)}` : done > 0 ? inBytes(done) : ''
