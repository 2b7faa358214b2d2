import './emoji-picker.css'
import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { Popover, Spinner } from '../../ui/index.ts'
import { allEmoji, type KnownEmoji, searchEmoji } from './emoji-data.ts'
import { closeEmojiPicker, usePicker } from './open-picker.ts'
import { frequentEmoji, noteUse } from './recent-emoji.ts'

interface Section {
  title: string
  emoji: KnownEmoji[]
}

const columns = 9

/** All emoji by group, with a search that the arrow keys continue. */
export default function EmojiPicker() {
  const { anchor, onPick } = usePicker()
  const { emoji, problem } = useAllEmoji()
  const [query, setQuery] = useState('')
  const grid = useRef<HTMLDivElement>(null)
  const sections = useMemo(() => (emoji ? sectionsOf(emoji, query) : []), [emoji, query])
  if (!anchor) return null

  const pick = (one: KnownEmoji) => {
    noteUse(one)
    closeEmojiPicker()
    onPick(one)
  }

  return (
    <Popover anchor={anchor} onClose={closeEmojiPicker} label="Emoji" side="above" align="end" className="picker">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys belong to the search field and the buttons inside */}
      <div onKeyDown={(event) => moveIn(grid.current, event)}>
        <div className="picker-search">
          <Search size={16} aria-hidden />
          <input
            autoFocus
            placeholder="Search emoji"
            aria-label="Search emoji"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
        <div ref={grid} className="picker-grid">
          {problem && <p className="picker-note">{problem}</p>}
          {!emoji && !problem && <Spinner label="Loading emoji" />}
          {emoji && sections.length === 0 && <p className="picker-note">No emoji has this name.</p>}
          {sections.map(({ title, emoji: shown }) => (
            <section key={title} aria-label={title}>
              <h3>{title}</h3>
              <div className="picker-row">
                {shown.map((one) => (
                  <EmojiButton key={`${one.reaction_type}-${one.emoji_code}`} emoji={one} onPick={pick} />
                ))}
              </div>
            </section>
          ))}
        </div>
      </div>
    </Popover>
  )
}

function EmojiButton({ emoji, onPick }: { emoji: KnownEmoji; onPick: (emoji: KnownEmoji) => void }) {
  return (
    <button
      type="button"
      className="picker-emoji"
      title={`:${emoji.emoji_name}:`}
      aria-label={emoji.emoji_name.replaceAll('_', ' ')}
      onClick={() => onPick(emoji)}
    >
      {emoji.picture ? <img src={emoji.picture} alt="" /> : emoji.text}
    </button>
  )
}

/** The arrow keys go from the search field into the grid and about in it; Enter in the field takes the first emoji. */
function moveIn(grid: HTMLElement | null, event: KeyboardEvent): void {
  event.stopPropagation()
  const buttons = [...(grid?.querySelectorAll<HTMLElement>('.picker-emoji') ?? [])]
  const at = buttons.indexOf(document.activeElement as HTMLElement)
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: at < 0 ? 1 : columns, ArrowUp: -columns }[event.key]
  if (event.key === 'Enter' && at < 0) buttons[0]?.click()
  else if (step === undefined || (at < 0 && event.key !== 'ArrowDown')) return
  else buttons[Math.max(0, Math.min(at + step, buttons.length - 1))]?.focus()
  event.preventDefault()
}

/** Neither until they are loaded, or could not be. */
function useAllEmoji(): { emoji?: KnownEmoji[]; problem?: string } {
  const [loaded, setLoaded] = useState<{ emoji?: KnownEmoji[]; problem?: string }>({})
  useEffect(() => {
    allEmoji().then(
      (emoji) => setLoaded({ emoji }),
      (error: Error) => setLoaded({ problem: error.message }),
    )
  }, [])
  return loaded
}

function sectionsOf(emoji: KnownEmoji[], query: string): Section[] {
  if (query.trim()) {
    const found = searchEmoji(emoji, query.trim(), 90)
    return found.length > 0 ? [{ title: 'Found', emoji: found }] : []
  }
  const sections = new Map<string, KnownEmoji[]>()
  for (const one of emoji) {
    const section = sections.get(one.group)
    if (section) section.push(one)
    else sections.set(one.group, [one])
  }
  return [
    { title: 'Often used', emoji: frequentEmoji(emoji) },
    ...[...sections].map(([title, shown]) => ({ title, emoji: shown })),
  ]
}
