import { create } from 'zustand'
import type { PopoverAnchor } from '../../ui/index.ts'

export const useCard = create<{ userId: number | undefined; anchor: PopoverAnchor | undefined }>()(() => ({
  userId: undefined,
  anchor: undefined,
}))

/** Opens somebody's card beside an element. */
export function openCard(userId: number, anchor: PopoverAnchor): void {
  useCard.setState({ userId, anchor })
}

export function closeCard(): void {
  useCard.setState({ userId: undefined, anchor: undefined })
}
