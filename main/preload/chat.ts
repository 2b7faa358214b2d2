import { contextBridge, ipcRenderer } from 'electron'
import { channels } from './channels.ts'

/**
 * What Zulip's desktop app offers a page, under the same name: the page tells how much is unread, for the badge.
 * Everything else that a page may want of a desktop (notifications, downloads) is ordinary web API.
 */
contextBridge.exposeInMainWorld('electron_bridge', {
  send_event(name: string, value: unknown): boolean {
    if (name !== 'total_unread_count' || typeof value !== 'number') return false
    ipcRenderer.send(channels.unreadCount, value)
    return true
  },
})
