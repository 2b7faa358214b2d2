import { create } from 'zustand'
import type { Destination } from '../api/messages.ts'

interface ComposeState {
  /** Where to write when the view itself names no single place. */
  to: Destination | { channelId: number | undefined; topic: string | undefined } | undefined
  /** Text that waits to be put where the cursor is. */
  insertion: string | undefined
  /** Counts the wishes to write, so that the field can take the focus at each. */
  wishes: number
}

export const useCompose = create<ComposeState>()(() => ({ to: undefined, insertion: undefined, wishes: 0 }))

/** Opens the compose box, for a place when given, and puts the cursor into it. */
export function focusCompose(to?: ComposeState['to']): void {
  useCompose.setState(({ wishes, ...before }) => ({ to: to ?? before.to, wishes: wishes + 1 }))
}

export function insertIntoCompose(text: string): void {
  useCompose.setState(({ wishes }) => ({ insertion: text, wishes: wishes + 1 }))
}

export function closeCompose(): void {
  useCompose.setState({ to: undefined, insertion: undefined })
}
