import { create } from 'zustand'

interface Panels {
  /** The left column, where the screen is too narrow to show it always. */
  sidebar: boolean
  people: boolean
  searching: boolean
}

const wide = matchMedia('(width >= 80rem)')

export const usePanels = create<Panels>()(() => ({ sidebar: false, people: wide.matches, searching: false }))

export function toggleDrawer(which: 'sidebar' | 'people'): void {
  usePanels.setState((state) => ({ [which]: !state[which] }))
}

/** On a narrow screen, going somewhere closes what lies above it. */
export function closeDrawers(): void {
  if (!wide.matches) usePanels.setState({ sidebar: false, people: false, searching: false })
}
