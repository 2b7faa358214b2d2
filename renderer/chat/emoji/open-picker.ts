import { create } from 'zustand'
import type { PopoverAnchor } from '../../ui/index.ts'
import type { Reaction } from '../api/types.ts'

export type PickedEmoji = Pick<Reaction, 'emoji_name' | 'emoji_code' | 'reaction_type'>

interface PickerState {
  anchor: PopoverAnchor | undefined
  onPick: (emoji: PickedEmoji) => void
}

export const usePicker = create<PickerState>()(() => ({ anchor: undefined, onPick: () => {} }))

/** Opens the emoji picker beside an element; its data is fetched on first use. */
export function openEmojiPicker(anchor: PopoverAnchor, onPick: PickerState['onPick']): void {
  usePicker.setState({ anchor, onPick })
}

export function closeEmojiPicker(): void {
  usePicker.setState({ anchor: undefined })
}
