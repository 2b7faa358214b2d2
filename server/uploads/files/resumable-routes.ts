import { z } from 'zod'
import type { Api, Call, Params } from '../../api/route.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Uploads } from '../uploads.ts'
import { storeDraft } from './receive.ts'

const access = 'user'
const params = { id: z.string() }

/** Sends a file in pieces; the last piece is answered as POST /user_uploads is. */
export function resumableRoutes(api: Api, uploads: Uploads): void {
  const answer = (call: Call<Params, Viewer>, id?: string) =>
    uploads.resumable.answer({
      viewer: call.viewer,
      request: call.request,
      id,
      body: call.body!,
      async arrived(draft, about) {
        const { path, filename } = await storeDraft(uploads, call.inTransaction, call.viewer, draft, about)
        const url = `/user_uploads/${path}`
        return { uri: url, url, filename }
      },
    })

  api.post('/tus', { access, rawBody: true, handle: (call) => answer(call) })
  api.get('/tus/:id', { access, params, rawBody: true, handle: (call) => answer(call, call.params.id) })
  api.patch('/tus/:id', { access, params, rawBody: true, handle: (call) => answer(call, call.params.id) })
  api.delete('/tus/:id', { access, params, rawBody: true, handle: (call) => answer(call, call.params.id) })
}
