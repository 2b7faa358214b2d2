import { z } from 'zod'
import { ApiError, badRequest } from '../../api/error.ts'
import type { Reply } from '../../api/reply.ts'
import type { Api, Call, Params } from '../../api/route.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Db } from '../../database/connection.ts'
import { findBlob } from '../blob-queries.ts'
import { cachePrivately, fileNotFound, serveBlob } from '../serve.ts'
import type { Uploads } from '../uploads.ts'
import { findUpload, findUploadByPath, type UploadWithBlob, uploadsOf, usesOfOwner } from './queries.ts'
import { receiveUpload } from './receive.ts'
import { removeUpload } from './remove.ts'
import { uploadSpaceUsed } from './space.ts'
import { wireAttachment } from './wire.ts'

/** The parts of an upload's path: `1/ab/ab12…/photo.png`. */
const path = { realm_id: z.string(), fan: z.string(), random: z.string(), filename: z.string() }
const below = ':realm_id/:fan/:random/:filename'
type PathParts = { readonly realm_id: string; readonly fan: string; readonly random: string; readonly filename: string }

const attachmentId = z.coerce.number().int().positive()

const mayNotView = () => new ApiError('UNAUTHORIZED_PRINCIPAL', 'You are not authorized to view this file.', 403)

export function fileRoutes(api: Api, uploads: Uploads): void {
  api.post('/user_uploads', {
    access: 'user',
    upload: true,
    async handle({ viewer, file, request, inTransaction }) {
      if (!file) throw badRequest('You must specify a file to upload')
      const announced = Number(request.headers['content-length'] ?? 0)
      const { path, filename } = await receiveUpload(uploads, inTransaction, viewer, file, announced)
      const url = `/user_uploads/${path}`
      return { uri: url, url, filename }
    },
  })

  api.get(`/user_uploads/${below}`, {
    access: 'user',
    params: path,
    async handle({ db, viewer, params }) {
      const upload = await findReadable(uploads, db, viewer, params)
      const name = encodeURIComponent(params.filename)
      return { url: `/user_uploads/temporary/${uploads.temporaryLinks.make(upload.id)}/${name}` }
    },
  })

  api.get('/attachments', {
    access: 'user',
    async handle({ db, viewer }) {
      const mine = await uploadsOf(db, viewer.id)
      const uses = Map.groupBy(await usesOfOwner(db, viewer.id), ({ uploadId }) => uploadId)
      const attachments = mine.map((upload) => wireAttachment(upload, uses.get(upload.id) ?? []))
      return { attachments, upload_space_used: await uploadSpaceUsed(db) }
    },
  })

  api.delete('/attachments/:attachment_id', {
    access: 'user',
    params: { attachment_id: attachmentId },
    async handle({ viewer, params, inTransaction }) {
      await inTransaction((trx) => removeUpload(trx, viewer, params.attachment_id, uploads.now()))
      uploads.sweep()
      return {}
    },
  })

  filePages(api, uploads)
}

/** Plain web addresses of files: with a sign-in, or with a link that is its own for a while. */
function filePages(api: Api, uploads: Uploads): void {
  api.page(`/user_uploads/${below}`, {
    access: 'user',
    params: path,
    handle: (call) => show(uploads, call, false),
  })

  api.page(`/user_uploads/download/${below}`, {
    access: 'user',
    params: path,
    handle: (call) => show(uploads, call, true),
  })

  api.page('/user_uploads/temporary/:token/:filename', {
    access: 'open',
    params: { token: z.string(), filename: z.string() },
    async handle({ db, params, request }) {
      const uploadId = uploads.temporaryLinks.read(params.token)
      if (uploadId === undefined) throw badRequest('Invalid token')
      const upload = await findUpload(db, uploadId)
      if (!upload) throw fileNotFound()
      return await serveUpload(uploads, db, upload, request, { asDownload: false })
    },
  })

  api.page(`/user_uploads/thumbnail/${below}/:format`, {
    access: 'user',
    params: { ...path, format: z.string() },
    async handle({ db, viewer, params, request }) {
      const upload = await findReadable(uploads, db, viewer, params)
      const thumbnail = await uploads.thumbnails.find(upload, params.format)
      if (!thumbnail) throw fileNotFound()
      return await serveBlob(uploads.files, thumbnail, request, { filename: params.format, cacheControl: cachePrivately })
    },
  })
}

async function show(uploads: Uploads, call: Call<Params, Viewer> & { params: PathParts }, asDownload: boolean): Promise<Reply> {
  const upload = await findReadable(uploads, call.db, call.viewer, call.params)
  return await serveUpload(uploads, call.db, upload, call.request, { asDownload })
}

async function serveUpload(
  { files }: Uploads,
  db: Db,
  upload: UploadWithBlob,
  request: Parameters<typeof serveBlob>[2],
  { asDownload }: { asDownload: boolean },
): Promise<Reply> {
  const blob = await findBlob(db, upload.blobKey)
  if (!blob) throw fileNotFound()
  return await serveBlob(files, blob, request, { filename: upload.filename, asDownload, cacheControl: cachePrivately })
}

/** @throws ApiError when there is no such file, or it is neither the viewer's nor in a message that they may read */
async function findReadable(uploads: Uploads, db: Db, viewer: Viewer, parts: PathParts): Promise<UploadWithBlob> {
  const upload = await findUploadByPath(db, `${parts.realm_id}/${parts.fan}/${parts.random}/${parts.filename}`)
  if (!upload) throw fileNotFound()
  if (upload.ownerId !== viewer.id && !(await uploads.mayReadUpload(db, viewer, upload.id))) throw mayNotView()
  return upload
}
