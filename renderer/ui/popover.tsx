import './popover.css'
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { classNames } from './class-names.ts'

/** Where a popover belongs: beside an element, or at a point of the window. */
export type PopoverAnchor = Element | { x: number; y: number }

type Side = 'below' | 'above' | 'right'
type Align = 'start' | 'end'

interface PopoverProps {
  anchor: PopoverAnchor
  onClose: () => void
  children: ReactNode
  /** Preferred side; it flips where there is no room. */
  side?: Side
  align?: Align
  label: string
  className?: string
  role?: 'dialog' | 'menu' | 'listbox'
}

/**
 * A box above the page that closes on Esc and on a click elsewhere, and gives the focus back.
 * It uses the browser's top layer, so no ancestor clips it. Opened from a modal dialog it goes into that dialog, as everything
 * outside it is inert.
 */
export function Popover({
  anchor,
  onClose,
  children,
  side = 'below',
  align = 'start',
  label,
  className,
  role = 'dialog',
}: PopoverProps) {
  const ref = useRef<HTMLDivElement>(null)
  useOpenAt(ref, anchor, side, align)
  useWaysOut(ref, anchor, onClose)
  const host = (anchor instanceof Element && anchor.closest('dialog[open]')) || document.body
  return createPortal(
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: every role it may have takes a label
    <div ref={ref} popover="manual" role={role} aria-label={label} className={classNames('popover', className)}>
      {children}
    </div>,
    host,
  )
}

/** Shows the box at its anchor for as long as it is there, and gives the focus back. */
function useOpenAt(ref: RefObject<HTMLElement | null>, anchor: PopoverAnchor, side: Side, align: Align): void {
  useLayoutEffect(() => {
    const box = ref.current
    if (!box) return
    const before = document.activeElement
    box.showPopover()
    const reposition = () => place(box, anchor, side, align)
    reposition()
    const watcher = new ResizeObserver(reposition)
    watcher.observe(box)
    window.addEventListener('resize', reposition)
    return () => {
      watcher.disconnect()
      window.removeEventListener('resize', reposition)
      if (box.contains(document.activeElement) && before instanceof HTMLElement) before.focus()
    }
  }, [ref, anchor, side, align])
}

/** Esc, and a click elsewhere. */
function useWaysOut(ref: RefObject<HTMLElement | null>, anchor: PopoverAnchor, onClose: () => void): void {
  const close = useRef(onClose)
  close.current = onClose
  useEffect(() => {
    const box = ref.current
    const onPointer = (event: PointerEvent) => {
      const target = event.target as Node
      const onAnchor = anchor instanceof Element && anchor.contains(target)
      if (!box?.contains(target) && !onAnchor) close.current()
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      event.preventDefault()
      close.current()
    }
    document.addEventListener('pointerdown', onPointer, true)
    document.addEventListener('keydown', onKey, true)
    return () => {
      document.removeEventListener('pointerdown', onPointer, true)
      document.removeEventListener('keydown', onKey, true)
    }
  }, [ref, anchor])
}

const gap = 6

function place(box: HTMLElement, anchor: PopoverAnchor, side: Side, align: Align): void {
  const at = anchor instanceof Element ? anchor.getBoundingClientRect() : new DOMRect(anchor.x, anchor.y, 0, 0)
  const { offsetWidth: width, offsetHeight: height } = box
  let left = align === 'start' ? at.left : at.right - width
  let top = at.bottom + gap
  const fitsBelow = at.bottom + gap + height <= innerHeight
  const fitsAbove = at.top - gap - height >= 0
  if (side === 'right') {
    left = at.right + gap + width <= innerWidth ? at.right + gap : at.left - gap - width
    top = at.top
  } else if ((side === 'above' && fitsAbove) || (!fitsBelow && fitsAbove)) {
    top = at.top - gap - height
  }
  box.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`
  box.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`
}
