import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { BackupStatus, Control } from '../../../../server/control/contract.ts'
import { useWork } from '../../../line/use-work.ts'
import { Button, ConfirmDialog } from '../../../ui/index.ts'
import { daysAgo, onDay } from '../../../ui/words.ts'

type Key = BackupStatus['keys'][number]

/** Half a year: what was written down then may be lost by now. */
const provedForSeconds = 182 * 24 * 60 * 60

interface KeyRowProps {
  readonly control: Control
  readonly backup: Key
  readonly isOnly: boolean
  readonly onProve: () => void
}

/** A key that somebody has, or should have. */
export function KeyRow({ control, backup: key, isOnly, onProve }: KeyRowProps) {
  const [isRemoving, setIsRemoving] = useState(false)
  const isOld = key.provedAt !== null && Date.now() / 1000 - key.provedAt > provedForSeconds
  const isSure = key.provedAt !== null && !isOld
  return (
    <li className="backup-row">
      <KeyRound size={20} aria-hidden />
      <div className="backup-row-words">
        <span className="backup-row-name">Key of {onDay(key.createdAt)}</span>
        {isSure ? (
          <span className="hint">You showed that you have it {daysAgo(key.provedAt ?? 0)}.</span>
        ) : (
          <span className="backup-doubt">
            {isOld
              ? `You last showed that you have it ${daysAgo(key.provedAt ?? 0)}. Is it still where you put it?`
              : 'Nobody has shown yet that it was written down. Type it once, and you know.'}
          </span>
        )}
      </div>
      <div className="backup-row-buttons">
        <Button size="s" look={isSure ? 'plain' : 'primary'} onClick={onProve}>
          {isSure ? 'Check it…' : 'Type it…'}
        </Button>
        {!isOnly && (
          <Button
            size="s"
            look="quiet"
            aria-label={`Remove the key of ${onDay(key.createdAt)}`}
            onClick={() => setIsRemoving(true)}
          >
            Remove…
          </Button>
        )}
      </div>
      {isRemoving && <RemoveDialog control={control} id={key.id} onClose={() => setIsRemoving(false)} />}
    </li>
  )
}

function RemoveDialog({ control, id, onClose }: { control: Control; id: string; onClose: () => void }) {
  const { busy, run } = useWork()
  const remove = async (): Promise<void> => {
    if (await run('remove', () => control.backups.removeKey({ id }))) onClose()
  }
  return (
    <ConfirmDialog
      title="Remove this key?"
      action="Remove the key"
      keep="Keep it"
      busy={busy !== undefined}
      onConfirm={remove}
      onClose={onClose}
    >
      <p>It opens nothing any more, as soon as every place has heard of it. The other keys open all backups, old ones too.</p>
      <p>Whoever copied a backup earlier, and has this key, can still open that copy.</p>
    </ConfirmDialog>
  )
}
