import type { LucideIcon } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { classNames } from './class-names.ts'
import { Popover, type PopoverAnchor } from './popover.tsx'

export interface MenuAction {
  label: ReactNode
  icon?: LucideIcon
  shortcut?: string
  danger?: boolean
  disabled?: boolean
  onSelect: () => void
}

interface MenuProps {
  anchor: PopoverAnchor
  onClose: () => void
  label: string
  /** `null` draws a line; falsy entries are left out, so that conditions read plainly. */
  items: (MenuAction | null | false | undefined)[]
  heading?: ReactNode
  align?: 'start' | 'end'
}

/** A menu of actions. Arrow keys walk, Enter chooses, a letter jumps, Esc closes. */
export function Menu({ anchor, onClose, label, items, heading, align }: MenuProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => focusables(list.current)[0]?.focus(), [])

  return (
    <Popover anchor={anchor} onClose={onClose} label={label} align={align} role="menu">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the menu items inside */}
      <div ref={list} className="menu" onKeyDown={(event) => walk(event, focusables(list.current))}>
        {heading && <div className="menu-heading">{heading}</div>}
        {items.map((item, index) => {
          if (item === null) return <hr key={`line-${index.toString()}`} className="menu-line" />
          if (!item) return null
          const { icon: Icon } = item
          return (
            <button
              key={`item-${index.toString()}`}
              type="button"
              role="menuitem"
              disabled={item.disabled}
              className={classNames('menu-item', item.danger && 'menu-item-danger')}
              onClick={() => {
                onClose()
                item.onSelect()
              }}
            >
              {Icon && <Icon size={16} aria-hidden />}
              <span>{item.label}</span>
              {item.shortcut && <kbd className="menu-shortcut">{item.shortcut}</kbd>}
            </button>
          )
        })}
      </div>
    </Popover>
  )
}

function focusables(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[role="menuitem"]:not(:disabled)') ?? [])]
}

function walk(event: KeyboardEvent, items: HTMLElement[]): void {
  event.stopPropagation() // a letter typed here is no shortcut of the page
  const at = items.indexOf(document.activeElement as HTMLElement)
  if (event.key === 'ArrowDown') items[(at + 1) % items.length]?.focus()
  else if (event.key === 'ArrowUp') items[(at - 1 + items.length) % items.length]?.focus()
  else if (event.key === 'Home') items[0]?.focus()
  else if (event.key === 'End') items.at(-1)?.focus()
  else if (event.key.length === 1) jump(event.key, items, at)
  else return
  event.preventDefault()
}

function jump(letter: string, items: HTMLElement[], at: number): void {
  const order = [...items.slice(at + 1), ...items.slice(0, at + 1)]
  order.find((item) => item.textContent?.toLowerCase().startsWith(letter.toLowerCase()))?.focus()
}
