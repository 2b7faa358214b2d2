import { Search, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { classNames, IconButton, Suggestions, useSuggestions } from '../../ui/index.ts'
import { parseSearch, searchText } from '../narrow/search-terms.ts'
import { goToNarrow, useView } from '../navigation.ts'
import { store } from '../state/store.ts'
import { usePanels } from './panels.ts'
import { type Suggestion, suggestionsFor } from './search-suggestions.ts'

const searchOperators = ['search', 'has', 'sender', 'is']

/** The search: words, and terms such as `channel:` that it helps to complete. */
export function SearchBox() {
  const searching = usePanels((state) => state.searching)
  const [text, setText] = useShownSearch()
  const field = useRef<HTMLInputElement>(null)
  const suggestions = searching ? suggestionsFor(text, store.getState()) : []
  const choice = useSuggestions(suggestions, -1)

  useEffect(() => {
    if (searching) field.current?.focus()
  }, [searching])

  const leave = () => field.current?.blur()
  const run = (query: string) => {
    leave()
    showFound(query)
  }
  const take = (suggestion: Suggestion) => {
    setText(suggestion.text)
    choice.reset()
    if (suggestion.final) run(suggestion.text)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') choice.item ? take(choice.item) : run(text)
    else if (event.key === 'Tab' && text && suggestions.length > 0) setText((choice.item ?? suggestions[0]!).text)
    else if (event.key === 'Escape') leave()
    else if (!choice.move(event)) return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <search className={classNames('search', searching && 'search-open')}>
      <Search size={16} aria-hidden />
      <input
        {...choice.field}
        ref={field}
        className="search-field"
        placeholder="Search"
        aria-label="Search messages"
        value={text}
        onFocus={() => usePanels.setState({ searching: true })}
        onBlur={() => usePanels.setState({ searching: false })}
        onChange={(event) => {
          setText(event.target.value)
          choice.reset()
        }}
        onKeyDown={onKeyDown}
      />
      {searching && (
        <IconButton icon={X} size="s" label="Close search" onMouseDown={(event) => event.preventDefault()} onClick={leave} />
      )}
      <Suggestions of={choice.list} label="Search suggestions" keyOf={(one) => one.text} onTake={take}>
        {(suggestion) => <SuggestedTerm {...suggestion} />}
      </Suggestions>
    </search>
  )
}

function SuggestedTerm({ label, text }: Suggestion) {
  return (
    <>
      <span>{label}</span>
      <code className="suggestion-detail">{text.split(' ').at(-1)}</code>
    </>
  )
}

function showFound(query: string): void {
  const narrow = parseSearch(query, store.getState())
  if (narrow.length > 0) goToNarrow(narrow)
}

/** What is typed; at first, and whenever the view changes, the search that is on the screen. */
function useShownSearch(): [string, (text: string) => void] {
  const view = useView()
  const [text, setText] = useState('')
  useEffect(() => {
    const isSearch = view.name === 'narrow' && view.narrow.some(({ operator }) => searchOperators.includes(operator))
    setText(isSearch ? searchText(view.narrow, store.getState()) : '')
  }, [view])
  return [text, setText]
}
