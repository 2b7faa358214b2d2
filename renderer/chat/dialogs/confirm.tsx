import { ConfirmDialog, Notice, useSubmit } from '../../ui/index.ts'

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
    <ConfirmDialog title={title} action={verb} busy={busy} autoFocus onConfirm={submit} onClose={onClose}>
      {problem && <Notice kind="problem">{problem}</Notice>}
      <p className="form-lead">{text}</p>
    </ConfirmDialog>
  )
}
