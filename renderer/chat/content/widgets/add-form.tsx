import { type FormEvent, useState } from 'react'
import { Button } from '../../../ui/index.ts'

interface AddFormProps {
  label: string
  /** What is there already, and is not added again. */
  known: readonly string[]
  onAdd: (text: string) => void
}

/** Everyone may add to a widget. */
export function AddForm({ label, known, onAdd }: AddFormProps) {
  const [typed, setTyped] = useState('')
  const text = typed.trim()
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (!text || known.includes(text)) return
    onAdd(text)
    setTyped('')
  }
  return (
    <form className="widget-add" onSubmit={add}>
      <input
        className="input"
        placeholder={label}
        aria-label={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button size="s" type="submit" disabled={!text}>
        Add
      </Button>
    </form>
  )
}
