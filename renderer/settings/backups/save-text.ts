import { desktop } from '../line/desktop.ts'

/** Saves a text as a file: where the owner says, in the desktop app; where downloads go, in a browser. @returns whether it was */
export async function saveText(name: string, text: string): Promise<boolean> {
  if (desktop) return await desktop.saveText(name, text)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  return true
}
