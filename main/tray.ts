import path from 'node:path'
import { Menu, nativeImage, Tray } from 'electron'
import type { ServerState } from '../renderer/settings/desktop-bridge.ts'
import { type Actions, describe } from './actions.ts'
import { serverItems } from './menu.ts'

const icons = path.join(import.meta.dirname, '../../resources/icons/tray')

/** The icon that stays while no window is open: how the server is, how much is unread, and the way back in. */
export function createTray(actions: Actions): { update(state: ServerState, unread: number): void } {
  const tray = new Tray(icon('idle'))
  tray.on('click', actions.openChat)
  return {
    update(state, unread) {
      tray.setImage(icon(state.name === 'running' ? 'running' : isTrouble(state) ? 'trouble' : 'idle'))
      tray.setToolTip(['Landline', describe(state), ...(unread > 0 ? [`${unread} unread`] : [])].join(' · '))
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { id: 'state', label: describe(state), enabled: false },
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

const isTrouble = (state: ServerState): boolean => state.name === 'waiting' || (state.name === 'stopped' && !!state.problem)

/** macOS colours its own tray icons and wants a plain silhouette. Electron finds the `@2x` file beside each by itself. */
function icon(kind: 'running' | 'idle' | 'trouble') {
  if (process.platform !== 'darwin') return nativeImage.createFromPath(path.join(icons, `${kind}.png`))
  const image = nativeImage.createFromPath(path.join(icons, `${kind}Template.png`))
  image.setTemplateImage(true)
  return image
}
