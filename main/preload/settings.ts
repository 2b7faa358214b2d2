import { contextBridge, ipcRenderer } from 'electron'
import type { DesktopBridge, DesktopPreferences, ServerState } from '../../renderer/settings/desktop-bridge.ts'
import { channels } from './channels.ts'

/** Gives the page one end of a channel to the server, and the main process the other. */
function connect(): void {
  const { port1, port2 } = new MessageChannel()
  ipcRenderer.postMessage(channels.controlPort, null, [port1])
  window.postMessage(channels.controlPort, location.origin, [port2])
}

const bridge: DesktopBridge = {
  platform: process.platform,
  connect,
  serverState: () => ipcRenderer.invoke(channels.serverState),
  onServerState(listener) {
    ipcRenderer.on(channels.serverState, (_event, state: ServerState) => listener(state))
  },
  startServer: () => ipcRenderer.invoke(channels.startServer),
  stopServer: () => ipcRenderer.invoke(channels.stopServer),
  restartServer: () => ipcRenderer.invoke(channels.restartServer),
  openChat: () => ipcRenderer.invoke(channels.openChat),
  openDataFolder: () => ipcRenderer.invoke(channels.openDataFolder),
  chooseFolder: () => ipcRenderer.invoke(channels.chooseFolder),
  saveText: (name: string, text: string) => ipcRenderer.invoke(channels.saveText, { name, text }),
  preferences: () => ipcRenderer.invoke(channels.preferences),
  setPreferences: (changes: Partial<DesktopPreferences>) => ipcRenderer.invoke(channels.setPreferences, changes),
}

contextBridge.exposeInMainWorld('landlineDesktop', bridge)
