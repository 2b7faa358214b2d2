import { Truck } from 'lucide-react'
import { useState } from 'react'
import type { BackupStatus, Control, Moving } from '../../../../server/control/contract.ts'
import { Button, Notice } from '../../../ui/index.ts'
import { Card } from '../../card.tsx'
import { MoveDialog } from './move-dialog.tsx'

interface MovingCardProps {
  readonly control: Control
  readonly backups: BackupStatus
  readonly moving: Moving
  readonly onChange: (moving: Moving) => void
}

/** The way to another computer, while the chat is still here. */
export function MovingCard({ control, backups, moving, onChange }: MovingCardProps) {
  const [isAsking, setIsAsking] = useState(false)
  return (
    <Card
      title="Move to another computer"
      hint="Everything goes along: people, messages, files, settings. Whoever comes here later is told where the chat went."
      action={
        <Button icon={Truck} disabled={moving.state !== 'here'} onClick={() => setIsAsking(true)}>
          Move…
        </Button>
      }
    >
      {moving.state === 'copying' && (
        <Notice title="A first backup is made for the move.">
          People can go on until the last one. Its progress stands above.
        </Notice>
      )}
      {moving.state === 'closing' && (
        <Notice kind="warning" title="The last backup is made.">
          Nobody can write until it is whole, so that nothing is lost.
        </Notice>
      )}
      {isAsking && <MoveDialog control={control} backups={backups} onClose={() => setIsAsking(false)} onGone={onChange} />}
    </Card>
  )
}
