import { useSyncExternalStore } from 'react'
import { type HashNames, hashOf, parseHash, type View } from './narrow/hash.ts'
import { type Narrow, narrowKey, topicNarrow } from './narrow/narrow.ts'
import { store } from './state/store.ts'

let view: View = { name: 'inbox' }
const listeners = new Set<() => void>()

const names: HashNames = {
  channelName: (id) => store.getState().channels.get(id)?.name,
  userName: (id) => store.getState().people.get(id)?.full_name,
}

/** What the address asks for right now. */
export function currentView(): View {
  return view
}

export function useView(): View {
  return useSyncExternalStore(subscribe, currentView)
}

/** Call once the channels are known, because old links name them without their id. */
export function startNavigation(): void {
  const read = () => {
    view = parseHash(location.hash, channelIdByName)
    for (const listener of listeners) listener()
  }
  addEventListener('hashchange', read)
  read()
}

export function go(next: View): void {
  location.hash = hashOf(next, names)
}

export function goToNarrow(narrow: Narrow, near?: number): void {
  go({ name: 'narrow', narrow, near })
}

export function hrefOf(next: View): string {
  return hashOf(next, names)
}

export const hrefOfNarrow = (narrow: Narrow, near?: number): string => hrefOf({ name: 'narrow', narrow, near })

/** Replaces the address without a step in the history: for topics that moved while we looked at them. */
export function follow(channelId: number, topic: string, near?: number): void {
  history.replaceState(null, '', hrefOfNarrow(topicNarrow(channelId, topic), near))
  dispatchEvent(new HashChangeEvent('hashchange'))
}

export function isShown(narrow: Narrow): boolean {
  return view.name === 'narrow' && narrowKey(view.narrow) === narrowKey(narrow)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function channelIdByName(name: string): number | undefined {
  for (const channel of store.getState().channels.values()) if (channel.name === name) return channel.stream_id
  return undefined
}
