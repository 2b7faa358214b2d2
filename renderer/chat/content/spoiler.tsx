import { ChevronRight } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'

/** Text that stays hidden until the reader asks for it. */
export function Spoiler({ title, children }: { title: ReactNode; children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <div className="spoiler" data-open={open}>
      <button type="button" className="spoiler-title" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <ChevronRight size={16} aria-hidden />
        <span>{title ?? 'Spoiler'}</span>
      </button>
      <div id={id} className="spoiler-body" hidden={!open}>
        {children}
      </div>
    </div>
  )
}
