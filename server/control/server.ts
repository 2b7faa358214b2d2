import { answer } from './answer.ts'
import { server } from './contract/server.ts'
import { notRunning } from './refusal.ts'

export const serverCalls = answer(server, {
  stop({ owner }) {
    if (!owner.server) throw notRunning()
    owner.server.stop()
  },
  restart({ owner }) {
    if (!owner.server) throw notRunning()
    owner.server.restart()
  },
})
