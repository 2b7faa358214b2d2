import './spinner.css'
import { LoaderCircle } from 'lucide-react'

/** Something is under way. Give a `label` when nothing else on the screen says what. */
export function Spinner({ size = 20, label }: { size?: number; label?: string }) {
  return (
    <span className="spinner" role={label ? 'status' : undefined}>
      <LoaderCircle size={size} aria-hidden />
      {label && <span className="visually-hidden">{label}</span>}
    </span>
  )
}
