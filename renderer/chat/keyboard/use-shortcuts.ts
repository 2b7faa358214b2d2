import { useEffect } from 'react'
import { copyLink, markUnread, quote, reply, toggleStar } from '../actions/message-verbs.ts'
import { toggleReaction } from '../actions/react.ts'
import { reconnectNow } from '../actions/start.ts'
import type { Message } from '../api/types.ts'
import { closeCompose, focusCompose, useCompose } from '../compose/open.ts'
import { openDialog, useDialog } from '../dialogs/open.ts'
import { openEmojiPicker } from '../emoji/open-picker.ts'
import { quickReactions } from '../message-list/action-bar.tsx'
import { shownList } from '../message-list/list-commands.ts'
import { select, startEditing, useListState } from '../message-list/list-state.ts'
import { openMessageMenu } from '../message-list/message-menu.tsx'
import { mayEdit, mayMove } from '../message-list/permissions.ts'
import { channelNarrow, conversationOf, destinationOf, feedNarrow, isNarrow, narrowOf, operand } from '../narrow/narrow.ts'
import { currentView, go, goToNarrow } from '../navigation.ts'
import { usePanels } from '../shell/panels.ts'
import { store } from '../state/store.ts'
import { listIsComing, whenListIsThere } from './early-keys.ts'
import { goToNextUnread } from './next-unread.ts'

type Action = () => void

/** One letter, where nothing is being typed. The list that people see is in shortcuts-dialog.tsx. */
const anywhere: Record<string, Action> = {
  j: () => shownList.commands?.move(1),
  ArrowDown: () => shownList.commands?.move(1),
  k: () => shownList.commands?.move(-1),
  ArrowUp: () => shownList.commands?.move(-1),
  J: () => shownList.commands?.page(1),
  PageDown: () => shownList.commands?.page(1),
  ' ': () => shownList.commands?.page(1),
  K: () => shownList.commands?.page(-1),
  PageUp: () => shownList.commands?.page(-1),
  Home: () => shownList.commands?.toEdge('first'),
  End: () => shownList.commands?.toEdge('last'),
  G: () => shownList.commands?.toEdge('last'),
  n: goToNextUnread,
  c: compose,
  x: () => openDialog({ kind: 'new-direct' }),
  '/': () => usePanels.setState({ searching: true }),
  '?': () => openDialog({ kind: 'shortcuts' }),
  t: () => go({ name: 'recent' }),
  I: () => go({ name: 'inbox' }),
  a: () => goToNarrow(feedNarrow),
  '@': () => goToNarrow(isNarrow('mentioned')),
  S: () => goToNarrow(isNarrow('starred')),
  w: () => usePanels.setState(({ people }) => ({ people: !people })),
  q: () => usePanels.setState(({ sidebar }) => ({ sidebar: !sidebar })),
  o: reconnectNow,
  Escape: back,
}

/** The same, for the message that is selected. */
const onMessage: Record<string, (message: Message) => void> = {
  r: reply,
  Enter: reply,
  '>': (message) => void quote(message),
  e: (message) => mayEdit(store.getState(), message) && startEditing(message.id),
  m: (message) => mayMove(store.getState(), message) && openDialog({ kind: 'move', messageId: message.id }),
  '*': (message) => void toggleStar(message),
  '=': (message) => void toggleReaction(message.id, quickReactions[0]),
  '+': (message) => openEmojiPicker(anchorOf(message), (emoji) => toggleReaction(message.id, emoji)),
  ':': (message) => openEmojiPicker(anchorOf(message), (emoji) => toggleReaction(message.id, emoji)),
  i: (message) => openMessageMenu(message.id, anchorOf(message)),
  L: (message) => void copyLink(message),
  U: (message) => void markUnread(message),
  s: (message) => goToNarrow(narrowOf(conversationOf(message, store.getState().me)), message.id),
}

/** Of the keys that work anywhere, those that ask something of the list. */
const listKeys = new Set(['j', 'ArrowDown', 'k', 'ArrowUp', 'J', 'PageDown', ' ', 'K', 'PageUp', 'Home', 'End', 'G'])

export function useShortcuts(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (useDialog.getState().request || document.querySelector('.popover:popover-open')) return
      const typing = isTyping(event.target)
      if (typing && event.key !== 'Escape') return
      if (isControl(event.target) && (event.key === 'Enter' || event.key === ' ')) return
      const { key } = event
      const early = (key in onMessage || listKeys.has(key)) && listIsComing()
      const action = early ? () => whenListIsThere(() => actionFor(key)?.()) : actionFor(key)
      if (!action) return
      event.preventDefault()
      action()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

function actionFor(key: string): Action | undefined {
  const message = selectedMessage()
  const forMessage = message && onMessage[key]
  if (forMessage) return () => forMessage(message)
  return key === 'r' ? compose : anywhere[key]
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select, [contenteditable]')
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary, input, audio, video') !== null
}

function selectedMessage(): Message | undefined {
  const { selectedId } = useListState.getState()
  return selectedId === undefined ? undefined : store.getState().messages.get(selectedId)
}

function anchorOf({ id }: Message): Element | { x: number; y: number } {
  return document.querySelector(`[data-message-id="${id}"] .message-main`) ?? { x: innerWidth / 2, y: innerHeight / 2 }
}

/** Into the box that is there; else a new topic in the channel on the screen. */
function compose(): void {
  const view = currentView()
  const narrow = view.name === 'narrow' ? view.narrow : []
  const channelId = operand(narrow, 'channel')
  const firstChannel = [...store.getState().subscriptions.keys()][0]
  if (destinationOf(narrow)) focusCompose()
  else focusCompose({ channelId: typeof channelId === 'number' ? channelId : firstChannel, topic: undefined })
}

/** Step by step out of what one is in: the text field, the box, the selection, the topic. */
function back(): void {
  const active = document.activeElement
  const view = currentView()
  const channelId = view.name === 'narrow' ? operand(view.narrow, 'channel') : undefined
  if (isTyping(active)) (active as HTMLElement).blur()
  else if (useCompose.getState().to) closeCompose()
  else if (useListState.getState().selectedId !== undefined) select(undefined)
  else if (view.name === 'narrow' && view.narrow.length > 1 && typeof channelId === 'number') goToNarrow(channelNarrow(channelId))
  else go({ name: 'inbox' })
}
