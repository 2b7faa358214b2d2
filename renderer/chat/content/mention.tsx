import { classNames } from '../../ui/index.ts'
import { openCard } from '../people/open-card.ts'
import { useChat } from '../state/store.ts'

/** Somebody's name in a message: their card opens from it, and one's own stands out. */
export function UserMention({ userId, silent, written }: { userId: number; silent: boolean; written: string }) {
  const isMe = useChat(({ me }) => me === userId)
  const name = useChat(({ people }) => people.get(userId)?.full_name)
  const text = name ? (silent ? name : `@${name}`) : written
  return (
    <button
      type="button"
      className={classNames('mention', isMe && !silent && 'mention-me')}
      onClick={(event) => openCard(userId, event.currentTarget)}
    >
      {text}
    </button>
  )
}

export function GroupMention({ groupId, silent, written }: { groupId: number; silent: boolean; written: string }) {
  const group = useChat(({ groups }) => groups.get(groupId))
  const mine = useChat(({ me, groups }) => Boolean(groups.get(groupId)?.members.includes(me)))
  return (
    <span className={classNames('mention', mine && !silent && 'mention-me')} title={group?.description}>
      {written}
    </span>
  )
}

export function EveryoneMention({ written }: { written: string }) {
  return <span className="mention mention-me">{written}</span>
}
