import path from 'node:path'
import { Menu, nativeImage, Tray } from 'electron'
import type { ServerState } from '../renderer/settings/desktop-bridge.ts'
import type { Alarm } from '../server/control/contract.ts'
import { type Actions, describe } from './actions.ts'
import { serverItems } from './menu.ts'

const icons = path.join(import.meta.dirname, '../../resources/icons/tray')

/** The icon that stays while no window is open: how the server is, how much is unread, and the way back in. */
export function createTray(actions: Actions): {
  update(state: ServerState, unread: number, alarms: readonly Alarm[]): void
} {
  const tray = new Tray(icon('idle'))
  tray.on('click', actions.openChat)
  return {
    update(state, unread, alarms) {
      tray.setImage(icon(kindOf(state, alarms)))
      const words = [...inWords(alarms), ...(unread > 0 ? [`${unread} unread`] : [])]
      tray.setToolTip(['Landline', describe(state), ...words].join(' · '))
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { id: 'state', label: describe(state), enabled: false },
          ...inWords(alarms).map((label) => ({ id: 'alarms', label, click: actions.openSettings })),
          { type: 'separator' },
          { id: 'open-chat', label: 'Open Chat', click: actions.openChat },
          { id: 'open-settings', label: 'Settings…', click: actions.openSettings },
          { type: 'separator' },
          ...serverItems(state, actions),
          { type: 'separator' },
          { id: 'quit', label: 'Quit Landline', click: actions.quit },
        ]),
      )
    },
  }
}

function kindOf(state: ServerState, alarms: readonly Alarm[]): 'running' | 'idle' | 'trouble' {
  if (isTrouble(state) || alarms.some(({ isReminder }) => !isReminder)) return 'trouble'
  return state.name === 'running' ? 'running' : 'idle'
}

/** Windows shows no more than 127 characters of a tooltip. */
const longestLabel = 80

function inWords([first, ...others]: readonly Alarm[]): string[] {
  if (!first) return []
  if (others.length > 0) return [`${others.length + 1} things to look at: see Settings`]
  const { message } = first
  return [message.length > longestLabel ? `${message.slice(0, longestLabel)}…` : message]
}

const isTrouble = (state: ServerState): boolean => state.name === 'waiting' || (state.name === 'stopped' && !!state.problem)

/** macOS colours its own tray icons and wants a plain silhouette. Electron finds the `@2x` file beside each by itself. */
function icon(kind: 'running' | 'idle' | 'trouble') {
  if (process.platform !== 'darwin') return nativeImage.createFromPath(path.join(icons, `${kind}.png`))
  const image = nativeImage.createFromPath(path.join(icons, `${kind}Template.png`))
  image.setTemplateImage(true)
  return image
}
