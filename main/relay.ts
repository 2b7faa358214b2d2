import { type BrowserWindow, type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, shell } from 'electron'
import { z } from 'zod'
import type { DesktopPreferences } from '../renderer/settings/desktop-bridge.ts'
import { isSettingsUrl } from './addresses.ts'
import { chooseFolder, saveText } from './choose-files.ts'
import { channels } from './preload/channels.ts'
import type { ServerProcess } from './server-process.ts'
import type { Windows } from './windows/windows.ts'

interface Desktop {
  readonly server: ServerProcess
  readonly windows: Windows
  readonly dataFolder: string
  preferences(): DesktopPreferences
  setPreferences(changes: Partial<DesktopPreferences>): void
  setUnread(count: number): void
}

const Changes = z.strictObject({ keepAwake: z.boolean(), openAtLogin: z.boolean() }).partial()
const TextToSave = z.strictObject({ name: z.string().regex(/^[^/\\:]{1,100}$/), text: z.string().max(100_000) })
const UnreadCount = z.int().min(0).max(1_000_000)

/** Answers the windows. Every handler checks which page is asking: a frame from elsewhere gets nothing. */
export function answerWindows({ server, windows, dataFolder, preferences, setPreferences, setUnread }: Desktop): void {
  const fromSettings = (event: IpcMainEvent | IpcMainInvokeEvent): boolean =>
    isTopFrameOf(event, windows.settings) && isSettingsUrl(event.senderFrame?.url ?? '')
  const answer = (channel: string, work: (value: unknown) => unknown): void =>
    ipcMain.handle(channel, (event, value: unknown) => {
      if (!fromSettings(event)) throw new Error('Only the settings window may ask this')
      return work(value)
    })

  answer(channels.serverState, () => server.state)
  answer(channels.startServer, () => server.start())
  answer(channels.stopServer, () => server.stop())
  answer(channels.restartServer, () => server.restart())
  answer(channels.openChat, () => windows.openChat())
  answer(channels.openDataFolder, () => shell.openPath(dataFolder))
  answer(channels.chooseFolder, () => windows.settings && chooseFolder(windows.settings))
  answer(channels.saveText, (value) => {
    const { name, text } = TextToSave.parse(value)
    return windows.settings && saveText(windows.settings, name, text)
  })
  answer(channels.preferences, () => preferences())
  answer(channels.setPreferences, (value) => {
    setPreferences(Changes.parse(value))
    return preferences()
  })

  // The owner's line: passes the other end to the server process, and reads nothing.
  ipcMain.on(channels.controlPort, (event) => {
    const [port] = event.ports
    if (port && fromSettings(event)) server.connect(port)
    else port?.close()
  })
  ipcMain.on(channels.unreadCount, (event, value: unknown) => {
    const count = UnreadCount.safeParse(value)
    if (count.success && isTopFrameOf(event, windows.chat)) setUnread(count.data)
  })
}

function isTopFrameOf({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent, window: BrowserWindow | undefined): boolean {
  return window !== undefined && sender === window.webContents && senderFrame !== null && senderFrame.parent === null
}
