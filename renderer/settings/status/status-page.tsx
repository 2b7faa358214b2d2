import { CircleCheck } from 'lucide-react'
import type { Control, Status } from '../../../server/control/contract.ts'
import { Button, Notice } from '../../ui/index.ts'
import type { ServerState } from '../desktop-bridge.ts'
import { desktop } from '../line/desktop.ts'
import { AddressesCard } from './addresses-card.tsx'
import { FactsCard } from './facts-card.tsx'
import { OpenFolderButton } from './open-folder-button.tsx'
import { ServerCard } from './server-card.tsx'

interface StatusPageProps {
  readonly serverState: ServerState | undefined
  readonly status: Status | undefined
  readonly control: Control | undefined
}

/** Whether all is well, and what to do where it is not. */
export function StatusPage({ serverState, status, control }: StatusPageProps) {
  const problem = serverState?.name === 'stopped' ? serverState.problem : undefined
  return (
    <>
      <ServerCard serverState={serverState} status={status} control={control} />
      {problem && (
        <Notice kind="problem" title={problem.message} action={desktop && <OpenFolderButton bridge={desktop} />}>
          {problem.nextStep}
        </Notice>
      )}
      {status && control && (
        <>
          {status.setupLink && <SetUpNotice link={status.setupLink} />}
          {status.problems.map(({ code, message, nextStep }) => (
            <Notice key={code + message} kind="warning" title={message} action={linkFor(code)}>
              {nextStep}
            </Notice>
          ))}
          {status.organization && (
            <div className="tiles">
              <Tile value={status.people.connected.toLocaleString()} label="connected now" />
              <Tile value={status.people.active.toLocaleString()} label={status.people.active === 1 ? 'person' : 'people'} />
              <Wellness problems={status.problems.length} />
            </div>
          )}
          <AddressesCard status={status} control={control} />
          <FactsCard status={status} control={control} />
        </>
      )}
    </>
  )
}

/** Where something can be done about it. */
const linkFor = (code: string) => (/^(BACKUP_|MOVED_)/.test(code) ? <a href="#backups">Go to Backups</a> : undefined)

function SetUpNotice({ link }: { link: string }) {
  return (
    <Notice
      title="One step is left: name your organization."
      action={
        desktop ? (
          <Button look="primary" onClick={() => desktop?.openChat()}>
            Set up
          </Button>
        ) : (
          <a className="button button-primary button-m" href={link}>
            Set up
          </a>
        )
      }
    >
      Then you can invite your colleagues. Was there a Landline before? <a href="#backups">Restore it from a backup</a>.
    </Notice>
  )
}

function Tile({ value, label }: { value: string; label: string }) {
  return (
    <div className="tile">
      <span className="tile-value">{value}</span>
      <span className="tile-label">{label}</span>
    </div>
  )
}

function Wellness({ problems }: { problems: number }) {
  return (
    <div className="tile">
      <span className="tile-value">{problems === 0 ? <CircleCheck size={28} className="well" aria-hidden /> : problems}</span>
      <span className="tile-label">
        {problems === 0 ? 'All is well' : problems === 1 ? 'thing to look at' : 'things to look at'}
      </span>
    </div>
  )
}
