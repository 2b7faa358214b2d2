import { Check, Copy, FileDown, Printer } from 'lucide-react'
import { useState } from 'react'
import type { BackupStatus, Control } from '../../../../server/control/contract.ts'
import { sayWhy } from '../../../line/problems.ts'
import { Button, copyText, Dialog, showToast } from '../../../ui/index.ts'
import { saveText } from '../save-text.ts'
import { Kit } from './kit.tsx'
import { ProveForm } from './prove-form.tsx'

export type NewKey = Awaited<ReturnType<Control['backups']['createKey']>>

interface NewKeyDialogProps {
  readonly control: Control
  readonly made: NewKey
  readonly backups: BackupStatus
  readonly organization: string
  readonly onClose: () => void
}

/** Shows a new key, the only time that anybody sees it, and then asks for it: so that it is known to have been written down. */
export function NewKeyDialog({ control, made, backups, organization, onClose }: NewKeyDialogProps) {
  const [isTyping, setIsTyping] = useState(false)
  const done = (): void => {
    showToast('That is the key: you have it')
    onClose()
  }
  return (
    <Dialog
      title={isTyping ? 'Type your recovery key' : 'Your recovery key'}
      onClose={onClose}
      footer={
        isTyping ? (
          <>
            <Button look="quiet" onClick={() => setIsTyping(false)}>
              Show it again
            </Button>
            <Button look="primary" type="submit" form="prove-key">
              This is it
            </Button>
          </>
        ) : (
          <Button look="primary" onClick={() => setIsTyping(true)}>
            I have written it down
          </Button>
        )
      }
    >
      {isTyping ? (
        <>
          <p>From your paper, file or password manager, not from memory. This way you know that it works.</p>
          <ProveForm control={control} onProved={done} />
        </>
      ) : (
        <>
          <p>
            With this key and a backup, everything comes back on any computer. Without it,{' '}
            <strong>nobody can open the backups</strong>, not even we. It is shown only now.
          </p>
          <KeyText value={made.key} />
          <KeepButtons made={made} />
          <p className="hint">Keep it on paper or in a password manager, not on the computer that Landline runs on.</p>
        </>
      )}
      <Kit recoveryKey={made.key} backups={backups} organization={organization} />
    </Dialog>
  )
}

/** In groups, as one reads it out. */
function KeyText({ value }: { value: string }) {
  return (
    <p className="recovery-key">
      <span className="visually-hidden">Recovery key: </span>
      <code>{value}</code>
    </p>
  )
}

function KeepButtons({ made }: { made: NewKey }) {
  const [isCopied, setIsCopied] = useState(false)
  const save = async (): Promise<void> => {
    try {
      if (await saveText('landline-recovery-key.txt', made.file)) showToast('Saved. Put it on a stick or in a password manager')
    } catch (error) {
      showToast(sayWhy(error), { kind: 'problem' })
    }
  }
  return (
    <div className="places-buttons">
      <Button icon={Printer} onClick={() => window.print()}>
        Print
      </Button>
      <Button icon={isCopied ? Check : Copy} onClick={() => copyText(made.key).then(() => setIsCopied(true))}>
        {isCopied ? 'Copied' : 'Copy'}
      </Button>
      <Button icon={FileDown} onClick={save}>
        Save as a file
      </Button>
    </div>
  )
}
