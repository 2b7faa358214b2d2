import { z } from 'zod'
import { flag, json, optional, rawText } from '../../api/params.ts'
import type { Api } from '../../api/route.ts'
import { createFolder, listFolders, reorderFolders, updateFolder } from '../folders/folders.ts'

/** @see https://zulip.com/api/create-channel-folder and its neighbours */
export function folderRoutes(api: Api): void {
  api.get('/channel_folders', {
    access: 'member',
    params: { include_archived: optional(flag()) },
    async handle({ params, db }) {
      const folders = await listFolders(db)
      return { channel_folders: params.include_archived ? folders : folders.filter(({ is_archived }) => !is_archived) }
    },
  })

  api.post('/channel_folders/create', {
    access: 'admin',
    params: { name: rawText(), description: optional(rawText()) },
    async handle({ viewer, params, request, inTransaction }) {
      const id = await inTransaction((trx) => createFolder(trx, viewer, params.name, params.description ?? '', request.origin))
      return { channel_folder_id: id }
    },
  })

  api.patch('/channel_folders', {
    access: 'admin',
    params: { order: json(z.array(z.number().int())) },
    async handle({ params, inTransaction }) {
      await inTransaction((trx) => reorderFolders(trx, params.order))
      return {}
    },
  })

  api.patch('/channel_folders/:channel_folder_id', {
    access: 'admin',
    params: {
      channel_folder_id: z.coerce.number().int(),
      name: optional(rawText()),
      description: optional(rawText()),
      is_archived: optional(flag()),
    },
    async handle({ viewer, params, request, inTransaction }) {
      const { name, description, is_archived: isArchived } = params
      await inTransaction((trx) =>
        updateFolder(trx, viewer, params.channel_folder_id, { name, description, isArchived }, request.origin),
      )
      return {}
    },
  })
}
