import { EventEmitter } from 'node:events'
import type { MessagePortMain } from './message-ports.ts'

/** Where a message comes from. `senderFrame` is null once its page is gone. */
export interface IpcMainEvent {
  readonly sender: unknown
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null
  readonly ports: readonly MessagePortMain[]
}

type Handler = (event: IpcMainEvent, ...values: unknown[]) => unknown

class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }

  /** Answers `ipcRenderer.invoke`. The page sees the message of an error, never its stack. */
  async invoke(channel: string, event: IpcMainEvent, values: readonly unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel)
    try {
      if (!handler) throw new Error(`No handler registered for '${channel}'`)
      return await handler(event, ...values)
    } catch (error) {
      throw new Error(`Error invoking remote method '${channel}': ${error}`)
    }
  }
}

export const ipcMain = new IpcMain()
