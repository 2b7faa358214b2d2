import { create } from 'zustand'

interface ListState {
  /** The message that keys act on. */
  selectedId: number | undefined
  editingId: number | undefined
  /** A message that a link led to, lit for a moment. */
  litId: number | undefined
}

export const useListState = create<ListState>()(() => ({ selectedId: undefined, editingId: undefined, litId: undefined }))

export function select(selectedId: number | undefined): void {
  if (useListState.getState().selectedId !== selectedId) useListState.setState({ selectedId })
}

export function startEditing(editingId: number): void {
  useListState.setState({ editingId })
}

export function stopEditing(): void {
  useListState.setState({ editingId: undefined })
}

export function light(litId: number): void {
  useListState.setState({ litId })
  setTimeout(() => useListState.setState((state) => (state.litId === litId ? { litId: undefined } : {})), 2500)
}
