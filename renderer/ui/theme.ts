/** `auto` follows the system, and follows it live. */
export type Theme = 'auto' | 'light' | 'dark'

const key = 'landline.theme'

/** The theme chosen on this device. */
export function chosenTheme(): Theme {
  const stored = localStorage.getItem(key)
  return stored === 'light' || stored === 'dark' ? stored : 'auto'
}

/** Applies a theme now and on the next visit. Call once at start with `chosenTheme()`. */
export function applyTheme(theme: Theme): void {
  localStorage.setItem(key, theme)
  if (theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}
