import type { Problem } from '../../server/config/problem.ts'

/** What the desktop app says of the server process it looks after. Times are Unix milliseconds. */
export type ServerState =
  | { readonly name: 'starting' }
  | { readonly name: 'running'; readonly url: string; readonly since: number }
  /** It ended by itself and will be started again at `until`. */
  | { readonly name: 'waiting'; readonly until: number; readonly reason: string; readonly failures: number }
  | { readonly name: 'stopping' }
  /** Stopped by the owner, or unable to start and so said why. */
  | { readonly name: 'stopped'; readonly problem?: Problem }

/** What the owner chooses for this computer, as opposed to the organization. */
export interface DesktopPreferences {
  /** The computer does not fall asleep while Landline runs. */
  readonly keepAwake: boolean
  /** Landline starts when the owner signs in to this computer, without opening a window. */
  readonly openAtLogin: boolean
}

/**
 * What the settings window may ask of the desktop app, as `window.landlineDesktop`; absent in a browser. The owner's
 * operations themselves go over the control contract, for which `connect` asks: its port arrives as a `message` event
 * whose data is `control-port`.
 */
export interface DesktopBridge {
  readonly platform: string
  connect(): void
  serverState(): Promise<ServerState>
  onServerState(listener: (state: ServerState) => void): void
  startServer(): Promise<void>
  stopServer(): Promise<void>
  restartServer(): Promise<void>
  openChat(): Promise<void>
  /** Resolves to what went wrong, in the system's words, or to an empty text. */
  openDataFolder(): Promise<string>
  /** Asks for a folder; resolves to its path, or to null where nobody chose one. */
  chooseFolder(): Promise<string | null>
  /** Asks where to save a text; resolves to whether it was saved. */
  saveText(name: string, text: string): Promise<boolean>
  preferences(): Promise<DesktopPreferences>
  setPreferences(changes: Partial<DesktopPreferences>): Promise<DesktopPreferences>
}
