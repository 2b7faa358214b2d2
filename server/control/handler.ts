import { onError } from '@orpc/server'
import { RPCHandler as MessagePortHandler } from '@orpc/server/message-port'
import { RPCHandler as WebSocketHandler } from '@orpc/server/ws'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import { findRealm } from '../realm/find.ts'
import type { Owner } from './owner.ts'
import { isOurFault, refused } from './refusal.ts'
import { restoreCalls } from './restores.ts'
import { controlRouter } from './router.ts'

type Port = Parameters<MessagePortHandler<Owner>['upgrade']>[0]

/** Answers the contract over whatever reaches it. The transports decide who gets here. */
export interface ControlHandler {
  /** One end of a channel, from Electron's main process. */
  overPort(port: Port): void
  overWebSocket(webSocket: WebSocket): void
  /** For whoever holds the setup link: restores and nothing else, and only while there is no organization. */
  overSetupSocket(webSocket: WebSocket): void
}

export function controlHandler(owner: Owner, log: Logger): ControlHandler {
  const note = (error: unknown): void => {
    if (isOurFault(error)) log.error({ err: error }, 'A call of the owner failed')
  }
  const ports = new MessagePortHandler(controlRouter, { interceptors: [onError(note)] })
  const webSockets = new WebSocketHandler(controlRouter, { interceptors: [onError(note)] })
  const setupSockets = new WebSocketHandler(
    { restores: restoreCalls },
    {
      interceptors: [onError(note)],
      clientInterceptors: [
        async ({ next }) => {
          await refuseLateSetup(owner)
          return await next()
        },
      ],
    },
  )
  return {
    overPort(port) {
      ports.upgrade(port, { context: owner })
      if ('start' in port && typeof port.start === 'function') port.start() // a port that nobody starts hears nothing
    },
    overWebSocket(webSocket) {
      void webSockets.upgrade(webSocket, { context: owner })
    },
    overSetupSocket(webSocket) {
      void setupSockets.upgrade(webSocket, { context: owner })
    },
  }
}

async function refuseLateSetup({ appliance }: Owner): Promise<void> {
  const realm = await findRealm(appliance.database.read)
  if (realm) throw refused(`“${realm.name}” is here now. Sign in to it.`, 'ORGANIZATION_EXISTS')
}
