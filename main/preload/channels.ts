/** Names of the messages between windows and the main process. Each handler checks which window is speaking. */
export const channels = {
  controlPort: 'control-port',
  serverState: 'server-state',
  startServer: 'start-server',
  stopServer: 'stop-server',
  restartServer: 'restart-server',
  openChat: 'open-chat',
  openDataFolder: 'open-data-folder',
  chooseFolder: 'choose-folder',
  saveText: 'save-text',
  preferences: 'preferences',
  setPreferences: 'set-preferences',
  unreadCount: 'unread-count',
} as const
