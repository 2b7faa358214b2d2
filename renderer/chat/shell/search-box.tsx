import { Search, X } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { classNames, IconButton } from '../../ui/index.ts'
import { parseSearch, searchText } from '../narrow/search-terms.ts'
import { goToNarrow, useView } from '../navigation.ts'
import { store } from '../state/store.ts'
import { usePanels } from './panels.ts'
import { type Suggestion, suggestionsFor } from './search-suggestions.ts'

/** The search: words, and terms such as `channel:` that it helps to complete. */
export function SearchBox() {
  const searching = usePanels((state) => state.searching)
  const view = useView()
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState(-1)
  const field = useRef<HTMLInputElement>(null)
  const listId = useId()
  const isSearch =
    view.name === 'narrow' && view.narrow.some(({ operator }) => ['search', 'has', 'sender', 'is'].includes(operator))

  useEffect(() => {
    setText(isSearch && view.name === 'narrow' ? searchText(view.narrow, store.getState()) : '')
  }, [isSearch, view])

  useEffect(() => {
    if (!searching) return
    field.current?.focus()
    field.current?.select()
    setOpen(true)
  }, [searching])

  const suggestions = open ? suggestionsFor(text, store.getState()) : []
  const close = () => {
    setOpen(false)
    setChosen(-1)
    usePanels.setState({ searching: false })
  }
  const run = (query: string) => {
    close()
    field.current?.blur()
    const narrow = parseSearch(query, store.getState())
    if (narrow.length > 0) goToNarrow(narrow)
  }
  const take = (suggestion: Suggestion) => {
    setText(suggestion.text)
    setChosen(-1)
    if (suggestion.final) run(suggestion.text)
    else field.current?.focus()
  }

  return (
    <search className={classNames('search', searching && 'search-open')}>
      <Search size={16} aria-hidden />
      <input
        ref={field}
        className="search-field"
        placeholder="Search"
        aria-label="Search messages"
        role="combobox"
        aria-expanded={suggestions.length > 0}
        aria-controls={listId}
        aria-activedescendant={chosen >= 0 ? `${listId}-${chosen}` : undefined}
        value={text}
        onFocus={() => {
          setOpen(true)
          usePanels.setState({ searching: true })
        }}
        onBlur={close}
        onChange={(event) => {
          setText(event.target.value)
          setChosen(-1)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setChosen(Math.min(chosen + 1, suggestions.length - 1))
          else if (event.key === 'ArrowUp') setChosen(Math.max(chosen - 1, -1))
          else if (event.key === 'Tab' && suggestions.length > 0 && text) setText(suggestions[Math.max(chosen, 0)]!.text)
          else if (event.key === 'Enter') chosen >= 0 ? take(suggestions[chosen]!) : run(text)
          else if (event.key === 'Escape') field.current?.blur()
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
      {searching && (
        <IconButton
          icon={X}
          size="s"
          label="Close search"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => field.current?.blur()}
        />
      )}
      {suggestions.length > 0 && (
        <div id={listId} className="search-suggestions" role="listbox" aria-label="Search suggestions">
          {suggestions.map((suggestion, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
            // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys and Enter do it from the field
            <div
              key={suggestion.text}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === chosen}
              className={classNames('completion', index === chosen && 'completion-chosen')}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(suggestion)}
            >
              <span>{suggestion.label}</span>
              <code className="completion-detail">{suggestion.text.split(' ').at(-1)}</code>
            </div>
          ))}
        </div>
      )}
    </search>
  )
}
