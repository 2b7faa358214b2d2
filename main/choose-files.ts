import { writeFile } from 'node:fs/promises'
import { type BrowserWindow, dialog } from 'electron'

/** Asks the owner for a folder, as the system asks. @returns its path, or null where they changed their mind */
export async function chooseFolder(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { properties: ['openDirectory', 'createDirectory'] })
  return canceled ? null : (filePaths[0] ?? null)
}

/** Saves a text where the owner says, for nobody else to read. @returns whether it was saved */
export async function saveText(window: BrowserWindow, name: string, text: string): Promise<boolean> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: name })
  if (canceled || !filePath) return false
  await writeFile(filePath, text, { mode: 0o600 })
  return true
}
