import { onError } from '@orpc/server'
import { RPCHandler as MessagePortHandler } from '@orpc/server/message-port'
import { RPCHandler as WebSocketHandler } from '@orpc/server/ws'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import type { Owner } from './owner.ts'
import { isOurFault } from './refusal.ts'
import { controlRouter } from './router.ts'

type Port = Parameters<MessagePortHandler<Owner>['upgrade']>[0]

/** Answers the contract over whatever reaches it. The transports decide who gets here. */
export interface ControlHandler {
  /** One end of a channel, from Electron's main process. */
  overPort(port: Port): void
  overWebSocket(webSocket: WebSocket): void
}

export function controlHandler(owner: Owner, log: Logger): ControlHandler {
  const note = (error: unknown): void => {
    if (isOurFault(error)) log.error({ err: error }, 'A call of the owner failed')
  }
  const ports = new MessagePortHandler(controlRouter, { interceptors: [onError(note)] })
  const webSockets = new WebSocketHandler(controlRouter, { interceptors: [onError(note)] })
  return {
    overPort(port) {
      ports.upgrade(port, { context: owner })
      if ('start' in port && typeof port.start === 'function') port.start() // a port that nobody starts hears nothing
    },
    overWebSocket(webSocket) {
      void webSockets.upgrade(webSocket, { context: owner })
    },
  }
}
