import './toast.css'
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { classNames } from './class-names.ts'
import { IconButton } from './icon-button.tsx'

export interface Toast {
  id: number
  text: string
  kind: 'done' | 'problem'
  action?: { label: string; run: () => void }
}

let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

/** A sentence that comes and goes. A problem stays twice as long; both can be dismissed. */
export function showToast(text: string, options: Partial<Pick<Toast, 'kind' | 'action'>> = {}): void {
  const toast: Toast = { id: nextId++, text, kind: 'done', ...options }
  change([...toasts.filter((other) => other.text !== text), toast].slice(-3))
  setTimeout(() => dismiss(toast.id), toast.kind === 'problem' ? 10_000 : 5_000)
}

function dismiss(id: number): void {
  change(toasts.filter((toast) => toast.id !== id))
}

function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Put one of these at the root of a page. */
export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.hidePopover() // shown again, it lies above a dialog that has been opened since
    if (shown.length > 0) box.current?.showPopover()
  }, [shown])
  return (
    <div ref={box} className="toasts" popover="manual" aria-live="polite">
      {shown.map((toast) => (
        <div key={toast.id} className={classNames('toast', `toast-${toast.kind}`)}>
          {toast.kind === 'done' ? <CircleCheck size={18} aria-hidden /> : <CircleAlert size={18} aria-hidden />}
          <span>{toast.text}</span>
          {toast.action && (
            <button
              type="button"
              className="toast-action"
              onClick={() => {
                dismiss(toast.id)
                toast.action?.run()
              }}
            >
              {toast.action.label}
            </button>
          )}
          <IconButton icon={X} label="Dismiss" size="s" onClick={() => dismiss(toast.id)} />
        </div>
      ))}
    </div>
  )
}
