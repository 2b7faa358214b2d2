import { type BrowserWindow, screen } from 'electron'
import type { Place, PreferencesFile } from '../preferences.ts'

type WindowName = 'chat' | 'settings'

/** Where the window was last time, unless that is on a screen that is gone. */
export function rememberedPlace(preferences: PreferencesFile, name: WindowName): Partial<Place> {
  const place = preferences.current.places[name]
  if (!place) return {}
  const { workArea } = screen.getDisplayMatching(place)
  const isReachable =
    place.x + place.width > workArea.x + 80 &&
    place.x < workArea.x + workArea.width - 80 &&
    place.y >= workArea.y - 10 && // its title bar is how one moves it
    place.y < workArea.y + workArea.height - 40
  return isReachable ? place : { width: Math.min(place.width, workArea.width), height: Math.min(place.height, workArea.height) }
}

/** Writes down where the window is when it is closed. */
export function rememberPlace(window: BrowserWindow, preferences: PreferencesFile, name: WindowName): void {
  if (preferences.current.places[name]?.isMaximized) window.maximize()
  window.on('close', () => {
    const place = { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
    preferences.change({ places: { ...preferences.current.places, [name]: place } })
  })
}
