import { Button, Dialog, Notice } from '../../ui/index.ts'
import { useSubmit } from './use-submit.ts'

interface ConfirmProps {
  title: string
  text: string
  verb: string
  onConfirm: () => Promise<unknown>
  onClose: () => void
}

export default function Confirm({ title, text, verb, onConfirm, onClose }: ConfirmProps) {
  const { busy, problem, submit } = useSubmit(onConfirm, onClose)
  return (
    <Dialog
      title={title}
      onClose={onClose}
      size="s"
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="danger" busy={busy} autoFocus onClick={submit}>
            {verb}
          </Button>
        </>
      }
    >
      {problem && <Notice kind="problem">{problem}</Notice>}
      <p className="form-lead">{text}</p>
    </Dialog>
  )
}
