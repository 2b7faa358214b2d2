import { SmilePlus } from 'lucide-react'
import { classNames } from '../../ui/index.ts'
import { toggleReaction } from '../actions/react.ts'
import type { Message, Reaction } from '../api/types.ts'
import { AnyEmoji } from '../emoji/any-emoji.tsx'
import { openEmojiPicker } from '../emoji/open-picker.ts'
import { type ChatState, useChat } from '../state/store.ts'

/** Who reacted with what, in the order in which each emoji first came. */
export function Reactions({ message }: { message: Message }) {
  const me = useChat((state) => state.me)
  if (message.reactions.length === 0) return null
  return (
    <div className="reactions">
      {grouped(message.reactions).map((group) => (
        <ReactionPill key={`${group[0]!.reaction_type}-${group[0]!.emoji_code}`} group={group} me={me} message={message} />
      ))}
      <button
        type="button"
        className="reaction reaction-add"
        aria-label="Add a reaction"
        onClick={(event) => openEmojiPicker(event.currentTarget, (emoji) => toggleReaction(message.id, emoji))}
      >
        <SmilePlus size={15} aria-hidden />
      </button>
    </div>
  )
}

function ReactionPill({ group, me, message }: { group: Reaction[]; me: number; message: Message }) {
  const [{ emoji_name, emoji_code, reaction_type }] = group as [Reaction]
  const mine = group.some(({ user_id }) => user_id === me)
  const who = useChat((state) => namesOf(state, group))
  const label = `${who} reacted with :${emoji_name}:`
  return (
    <button
      type="button"
      className={classNames('reaction', mine && 'reaction-mine')}
      aria-pressed={mine}
      aria-label={label}
      title={label}
      onClick={() => toggleReaction(message.id, { emoji_name, emoji_code, reaction_type })}
    >
      <AnyEmoji code={emoji_code} name={emoji_name} type={reaction_type} />
      <span className="reaction-count">{group.length}</span>
    </button>
  )
}

function grouped(reactions: readonly Reaction[]): Reaction[][] {
  const groups = new Map<string, Reaction[]>()
  for (const reaction of reactions) {
    const key = `${reaction.reaction_type}-${reaction.emoji_code}`
    const group = groups.get(key)
    if (group) group.push(reaction)
    else groups.set(key, [reaction])
  }
  return [...groups.values()]
}

const mostNames = 8

function namesOf({ people, me }: ChatState, group: readonly Reaction[]): string {
  const names = group.map(({ user_id }) => (user_id === me ? 'You' : (people.get(user_id)?.full_name ?? 'Someone')))
  if (names.length > mostNames) return `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} others`
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0]!
}
