import { copyText, showToast } from '../../ui/index.ts'
import { changeFlags, fetchSource, markUnreadFrom } from '../api/messages.ts'
import type { Message } from '../api/types.ts'
import { focusCompose, insertIntoCompose } from '../compose/open.ts'
import { conversationOf, narrowKey, narrowOf } from '../narrow/narrow.ts'
import { currentView, hrefOfNarrow } from '../navigation.ts'
import { applyFlags } from '../state/events/flags.ts'
import { store } from '../state/store.ts'
import { change } from './open-list.ts'
import { tellWhatIsRead } from './read.ts'
import { reporting } from './report.ts'

export function toggleStar(message: Message): Promise<boolean> {
  const op = store.getState().starred.has(message.id) ? 'remove' : 'add'
  const show = (how: 'add' | 'remove') =>
    store.setState((state) =>
      applyFlags(state, { type: 'update_message_flags', op: how, flag: 'starred', messages: [message.id] }),
    )
  show(op)
  return reporting(changeFlags([message.id], op, 'starred')).then((done) => {
    if (!done) show(op === 'add' ? 'remove' : 'add')
    return done
  })
}

/** Opens the compose box for the message's conversation. */
export function reply(message: Message): void {
  focusCompose(conversationOf(message, store.getState().me))
}

/** The same, with the message's words quoted and a link to it. */
export async function quote(message: Message): Promise<void> {
  const { me } = store.getState()
  await reporting(
    fetchSource(message.id).then((source) => {
      const fence = '`'.repeat(Math.max(3, ...[...source.matchAll(/^`{3,}/gm)].map(([ticks]) => ticks.length + 1)))
      const link = `${location.origin}/${linkTo(message)}`
      focusCompose(conversationOf(message, me))
      insertIntoCompose(
        `@_**${message.sender_full_name}|${message.sender_id}** [said](${link}):\n${fence}quote\n${source}\n${fence}\n`,
      )
    }),
  )
}

function linkTo(message: Message): string {
  return hrefOfNarrow(narrowOf(conversationOf(message, store.getState().me)), message.id)
}

export async function copyLink(message: Message): Promise<void> {
  await copyText(`${location.origin}/${linkTo(message)}`)
  showToast('Link copied.')
}

/** Marks this message and what follows in the view as unread; looking at them does not mark them read until one returns. */
export async function markUnread(message: Message): Promise<void> {
  const view = currentView()
  if (view.name !== 'narrow') return
  change(narrowKey(view.narrow), (list) => ({ ...list, keepsUnread: true, firstUnreadId: message.id }))
  await tellWhatIsRead() // were the server told afterwards, what was seen a moment ago would be read again
  await reporting(markUnreadFrom([...view.narrow], message.id), 'Marked as unread from here.')
}
