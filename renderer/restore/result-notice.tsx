import './restore.css'
import type { RestoreResult } from '../../server/control/contract.ts'
import { Button, Notice } from '../ui/index.ts'
import { dayAndTime } from '../ui/words.ts'

interface ResultNoticeProps {
  readonly result: RestoreResult
  readonly onDismiss: () => void
  /** Offered where nothing but a safety snapshot stands in the way. */
  readonly onGoOn?: (() => void) | undefined
}

const titles: Readonly<Record<RestoreResult['outcome'], string>> = {
  done: 'The restore is done.',
  'rolled back': 'The restore did not work, so everything is as it was before.',
  failed: 'The restore failed. Nothing was changed.',
  cancelled: 'The restore was cancelled. Nothing was changed.',
}

/** How a restore ended, in full: it stays until somebody has read it. */
export function RestoreResultNotice({ result, onDismiss, onGoOn }: ResultNoticeProps) {
  const { outcome, at, message, nextStep, notes, replaced } = result
  const kind = outcome === 'done' ? 'done' : outcome === 'cancelled' ? 'info' : 'problem'
  return (
    <Notice kind={kind} title={titles[outcome]} action={<Button onClick={onDismiss}>I have read it</Button>}>
      <p>
        {message} {nextStep} <span className="restore-time">({dayAndTime(at)})</span>
      </p>
      {notes.length > 0 && (
        <ul className="restore-notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {replaced && (
        <p>
          What was here before is kept in <span className="restore-path">{replaced.folder}</span> until{' '}
          {dayAndTime(replaced.keptUntil)}.
        </p>
      )}
      {onGoOn && (
        <Button look="danger" size="s" onClick={onGoOn}>
          Go on without it…
        </Button>
      )}
    </Notice>
  )
}
