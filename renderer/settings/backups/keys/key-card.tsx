import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { BackupStatus, Control } from '../../../../server/control/contract.ts'
import { useWork } from '../../../line/use-work.ts'
import { Button, Notice } from '../../../ui/index.ts'
import { Card } from '../../card.tsx'
import { KeyRow } from './key-row.tsx'
import { type NewKey, NewKeyDialog } from './new-key-dialog.tsx'
import { ProveDialog } from './prove-dialog.tsx'

interface KeyCardProps {
  readonly control: Control
  readonly backups: BackupStatus
  readonly organization: string
}

/** What opens backups on another computer: made here, told once, kept by the owner alone. */
export function KeyCard({ control, backups, organization }: KeyCardProps) {
  const { busy, run } = useWork()
  const [made, setMade] = useState<NewKey>()
  const [isProving, setIsProving] = useState(false)
  const { keys } = backups
  const hasNone = keys.length === 0
  const make = () => run('make', async () => setMade(await control.backups.createKey({ another: !hasNone })))
  return (
    <Card
      title="Recovery key"
      hint="It opens the backups on another computer. Landline shows it once and forgets it: only you have it."
      action={
        <Button look={hasNone ? 'primary' : 'plain'} icon={KeyRound} busy={busy === 'make'} onClick={make}>
          {hasNone ? 'Make a recovery key…' : 'Make another key…'}
        </Button>
      }
    >
      {hasNone ? (
        <Notice kind="warning" title="Without a recovery key, backups are not encrypted.">
          Whoever finds one can read it. For the same reason passwords of mail and keys of buckets are left out, so you would have
          to type them again after a restore.
        </Notice>
      ) : (
        <ul className="backup-rows" aria-label="Recovery keys">
          {keys.map((key) => (
            <KeyRow key={key.id} control={control} backup={key} isOnly={keys.length === 1} onProve={() => setIsProving(true)} />
          ))}
        </ul>
      )}
      {made && (
        <NewKeyDialog
          control={control}
          made={made}
          backups={backups}
          organization={organization}
          onClose={() => setMade(undefined)}
        />
      )}
      {isProving && <ProveDialog control={control} onClose={() => setIsProving(false)} />}
    </Card>
  )
}
