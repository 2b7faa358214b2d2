import './suggestions.css'
import type { KeyboardEvent, ReactNode } from 'react'
import { useId, useState } from 'react'
import { classNames } from './class-names.ts'

interface SuggestionsProps<T> {
  /** The `list` of `useSuggestions`. */
  of: {
    readonly id: string
    readonly items: readonly T[]
    /** Index of the one that Enter takes; -1 for none. */
    readonly chosen: number
  }
  label: string
  keyOf: (item: T) => string
  onTake: (item: T) => void
  children: (item: T) => ReactNode
  /** On which side of the field they open. */
  side?: 'above' | 'below'
}

/** What a field offers while one types. The focus stays in the field, which names the chosen option to screen readers. */
export function Suggestions<T>({
  of: { id, items, chosen },
  label,
  keyOf,
  onTake,
  children,
  side = 'below',
}: SuggestionsProps<T>) {
  if (items.length === 0) return null
  return (
    <div id={id} className={classNames('suggestions', `suggestions-${side}`)} role="listbox" aria-label={label}>
      {items.map((item, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
        // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys and Enter do it from the field
        <div
          key={keyOf(item)}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === chosen}
          className={classNames('suggestion', index === chosen && 'suggestion-chosen')}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(item)}
        >
          {children(item)}
        </div>
      ))}
    </div>
  )
}

function optionId(listId: string, index: number): string {
  return `${listId}-${index}`
}

/**
 * Which suggestion is chosen, moved by the arrow keys. `first`: what is chosen before anyone moves, -1 for none.
 * `field` holds what the input needs to be announced as a field with suggestions, `list` what `Suggestions` needs.
 */
export function useSuggestions<T>(items: readonly T[], first: -1 | 0) {
  const id = useId()
  const [chosen, setChosen] = useState<number>(first)
  const at = Math.min(chosen, items.length - 1)
  return {
    item: items[at],
    reset: () => setChosen(first),
    /** True when the key moved the choice. */
    move(event: KeyboardEvent): boolean {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (!step || items.length === 0) return false
      setChosen(Math.max(first, Math.min(at + step, items.length - 1)))
      event.preventDefault()
      return true
    },
    field: {
      role: 'combobox',
      autoComplete: 'off',
      'aria-autocomplete': 'list',
      'aria-expanded': items.length > 0,
      'aria-controls': items.length > 0 ? id : undefined,
      'aria-activedescendant': items.length > 0 && at >= 0 ? optionId(id, at) : undefined,
    } as const,
    list: { id, items, chosen: at },
  }
}
