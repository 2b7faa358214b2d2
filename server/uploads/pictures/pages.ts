import { createHash } from 'node:crypto'
import { z } from 'zod'
import { findUser } from '../../accounts/find.ts'
import type { UserId } from '../../api/ids.ts'
import { Reply } from '../../api/reply.ts'
import type { Api, RequestFacts } from '../../api/route.ts'
import type { Db } from '../../database/connection.ts'
import { findRealm } from '../../realm/find.ts'
import { allRealmPictures, realmPicture, realmPictures } from '../../realm/pictures.ts'
import { findBlob } from '../blob-queries.ts'
import { FileClass } from '../file-class.ts'
import { keyOf } from '../keys.ts'
import { cachePrivately, cachePublicly, fileNotFound, serveBlob } from '../serve.ts'
import type { Uploads } from '../uploads.ts'
import { avatarSize, mediumKey } from './avatars.ts'
import { drawnPicture } from './drawn.ts'

/** Asked for again each time, answered 304 mostly: the drawn one follows a name. */
const askAgain = 'public, no-cache'

/** Plain web addresses of pictures. The organization's and emoji are for everyone: sign-in pages show them. */
export function picturePages(api: Api, uploads: Uploads): void {
  api.page('/user_avatars/:realm_id/:user_id/:file', {
    access: 'user',
    params: { realm_id: z.string(), user_id: z.string(), file: z.string() },
    handle: ({ db, params, request }) => serveAvatar(uploads, db, params.user_id, params.file, request),
  })

  api.page('/user_avatars/:realm_id/realm/:file', {
    access: 'open',
    params: { realm_id: z.string(), file: z.string() },
    handle: ({ db, params, request }) => serveRealmPicture(uploads, db, params.file, request),
  })

  const emoji = { realm_id: z.string(), file: z.string() }
  api.page('/user_avatars/:realm_id/emoji/images/:file', {
    access: 'open',
    params: emoji,
    handle: ({ db, params, request }) => serveEmoji(uploads, db, FileClass.emoji, params.file, request),
  })
  api.page('/user_avatars/:realm_id/emoji/images/still/:file', {
    access: 'open',
    params: emoji,
    handle: ({ db, params, request }) => serveEmoji(uploads, db, FileClass.emojiStill, params.file, request),
  })
}

/** `3.png` and `3-medium.png`, where 3 is the picture's version. */
async function serveAvatar(uploads: Uploads, db: Db, userId: string, file: string, request: RequestFacts): Promise<Reply> {
  const [, version, medium] = /^(\d{1,15})(-medium)?\.png$/.exec(file) ?? []
  const user = version && /^\d{1,15}$/.test(userId) ? await findUser(db, Number(userId) as UserId) : undefined
  if (!user) throw fileNotFound()
  // Whoever still has an address from before sees the picture of today, and must not keep it as the old one.
  const cacheControl = Number(version) === user.avatarVersion ? cachePrivately : 'private, no-cache'
  if (!user.avatarKey) {
    return await serveDrawn(user.fullName, user.id, medium ? avatarSize.medium : avatarSize.small, cacheControl, request)
  }
  const blob = await findBlob(db, medium ? mediumKey(user.avatarKey) : user.avatarKey)
  if (!blob) throw fileNotFound()
  return await serveBlob(uploads.files, blob, request, { filename: 'avatar.png', cacheControl })
}

async function serveRealmPicture(uploads: Uploads, db: Db, file: string, request: RequestFacts): Promise<Reply> {
  const picture = allRealmPictures.find((one) => file === `${realmPictures[one].leaf}.png`)
  if (!picture) throw fileNotFound()
  const realm = await findRealm(db)
  const blobKey = realm && realmPicture(realm, picture).blobKey
  const blob = blobKey && (await findBlob(db, blobKey))
  if (blob) return await serveBlob(uploads.files, blob, request, { filename: file, cacheControl: askAgain })
  return await serveDrawn(realm?.name ?? 'Landline', 8, avatarSize.small, askAgain, request)
}

async function serveEmoji(uploads: Uploads, db: Db, fileClass: 'emoji' | 'emojiStill', file: string, request: RequestFacts) {
  const [, random = '', ending = ''] = /^([0-9a-f]{32})((?:-still)?\.\w{3,4})$/.exec(file) ?? []
  const key = keyOf(fileClass, random, ending)
  const blob = key && (await findBlob(db, key))
  if (!blob || blob.class !== fileClass) throw fileNotFound()
  return await serveBlob(uploads.files, blob, request, { filename: file, cacheControl: cachePublicly })
}

async function serveDrawn(name: string, seed: number, size: number, cacheControl: string, request: RequestFacts): Promise<Reply> {
  const picture = await drawnPicture(name, seed, size)
  const etag = `"${createHash('sha256').update(picture).digest('base64url')}"`
  const headers = { 'content-type': 'image/png', 'cache-control': cacheControl, etag, 'x-content-type-options': 'nosniff' }
  if (request.headers['if-none-match'] === etag) return new Reply(304, headers)
  const length = { 'content-length': String(picture.length) }
  return new Reply(200, { ...headers, ...length }, request.method === 'HEAD' ? undefined : picture)
}
