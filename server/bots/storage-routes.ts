import { z } from 'zod'
import { badRequest } from '../api/error.ts'
import { json, optional } from '../api/params.ts'
import type { Api } from '../api/route.ts'
import type { Viewer } from '../api/viewer.ts'
import { clearStorage, readStorage, writeStorage } from './storage.ts'

const keys = { keys: optional(json(z.array(z.string()))) }

function refusePeople(viewer: Viewer): void {
  if (!viewer.isBot) throw badRequest('Only bots have a storage here.')
}

/** What the bot library of the Python bindings keeps between two runs of a bot. */
export function storageRoutes(api: Api): void {
  api.get('/bot_storage', {
    access: 'user',
    params: keys,
    async handle({ viewer, params, db }) {
      refusePeople(viewer)
      return { storage: await readStorage(db, viewer.id, params.keys) }
    },
  })

  api.put('/bot_storage', {
    access: 'user',
    params: { storage: json(z.record(z.string(), z.string())) },
    async handle({ viewer, params, inTransaction }) {
      refusePeople(viewer)
      await inTransaction((trx) => writeStorage(trx, viewer.id, params.storage))
      return {}
    },
  })

  api.delete('/bot_storage', {
    access: 'user',
    params: keys,
    async handle({ viewer, params, inTransaction }) {
      refusePeople(viewer)
      await inTransaction((trx) => clearStorage(trx, viewer.id, params.keys))
      return {}
    },
  })
}
