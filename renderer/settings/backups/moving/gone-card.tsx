import { useState } from 'react'
import type { Control, Moving } from '../../../../server/control/contract.ts'
import { sayWhy } from '../../../line/problems.ts'
import { useWork } from '../../../line/use-work.ts'
import { Button, ConfirmDialog, Notice, TextField, useSubmit } from '../../../ui/index.ts'
import { onDay } from '../../../ui/words.ts'
import { Card } from '../../card.tsx'

interface GoneCardProps {
  readonly control: Control
  readonly moving: Moving
  readonly onChange: (moving: Moving) => void
}

/** The chat is closed here: what is left to do there, and here. */
export function GoneCard({ control, moving, onChange }: GoneCardProps) {
  const [isUndoing, setIsUndoing] = useState(false)
  const { backup, url, stayUntil } = moving
  return (
    <Card
      title={url ? 'This chat has moved' : 'This chat is closed, and ready to move'}
      action={
        <Button look="quiet" onClick={() => setIsUndoing(true)}>
          Open it here again…
        </Button>
      }
    >
      <ol className="move-steps">
        <li>
          <strong>On the other computer</strong>, install Landline and choose “Restore from a backup” on its first page.
        </li>
        <li>
          Point at <span className="path">{backup?.where}</span>
          {backup?.isSealed ? ', and type the recovery key.' : '.'}
        </li>
        <li>
          Tell this computer the new address, so that it sends people there.
          <AddressForm control={control} url={url} onChange={onChange} />
        </li>
        <li>
          Leave this computer on{stayUntil !== null && ` until ${onDay(stayUntil)}`}: whoever comes to the old address learns of
          the new one.
        </li>
      </ol>
      {isUndoing && <UndoDialog control={control} onClose={() => setIsUndoing(false)} onChange={onChange} />}
    </Card>
  )
}

function AddressForm({ control, url, onChange }: Omit<GoneCardProps, 'moving'> & { readonly url: string | null }) {
  const [typed, setTyped] = useState(url ?? '')
  const [isThere, setIsThere] = useState<boolean>()
  const save = async (): Promise<void> => {
    const answer = await control.moving.finish({ url: typed })
    setIsThere(answer.isThere)
    onChange(answer.moving)
  }
  const { problem, submit } = useSubmit(save, undefined, sayWhy)
  return (
    <>
      <form className="inline-form" onSubmit={submit}>
        <TextField
          label="New address"
          inputMode="url"
          placeholder="https://chat.example.org"
          value={typed}
          error={problem}
          onChange={({ target }) => setTyped(target.value.trim())}
        />
        <Button type="submit" look={url ? 'plain' : 'primary'} disabled={typed === '' || (typed === url && isThere === true)}>
          Send people there
        </Button>
      </form>
      {isThere === true && <Notice kind="done">This organization answers there.</Notice>}
      {isThere === false && (
        <Notice kind="warning" title="Nothing of this organization answered there just now.">
          The address is saved all the same. Look whether it is right, and whether Landline runs there.
        </Notice>
      )}
    </>
  )
}

function UndoDialog({ control, onClose, onChange }: Omit<GoneCardProps, 'moving'> & { readonly onClose: () => void }) {
  const { busy, run } = useWork()
  const undo = async (): Promise<void> => {
    if (await run('undo', async () => onChange(await control.moving.undo()))) onClose()
  }
  return (
    <ConfirmDialog
      title="Open the chat here again?"
      action="Open it here"
      keep="Leave it closed"
      busy={busy !== undefined}
      onConfirm={undo}
      onClose={onClose}
    >
      <p>
        People go on from where they stopped here. What was said on the other computer meanwhile is there alone, and does not come
        back.
      </p>
    </ConfirmDialog>
  )
}
