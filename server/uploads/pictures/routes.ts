import { z } from 'zod'
import { avatarUrl, mediumAvatarUrl } from '../../accounts/avatar-url.ts'
import { findUser, findUserByEmail, type User } from '../../accounts/find.ts'
import { ApiError, badRequest } from '../../api/error.ts'
import type { UserId } from '../../api/ids.ts'
import { flag, optional } from '../../api/params.ts'
import { type Reply, redirectTo } from '../../api/reply.ts'
import type { Api } from '../../api/route.ts'
import type { Db } from '../../database/connection.ts'
import { wireRealmEmoji } from '../../realm/emoji.ts'
import { findRealm } from '../../realm/find.ts'
import { type RealmPicture, realmPictureUrl } from '../../realm/pictures.ts'
import { FileClass } from '../file-class.ts'
import { fileNotFound } from '../serve.ts'
import type { Uploads } from '../uploads.ts'
import { receiveAvatar, replaceAvatar } from './avatars.ts'
import { receiveEmoji, removeEmoji } from './emoji.ts'
import { picturePages } from './pages.ts'
import { receiveRealmPicture, replaceRealmPicture } from './realm-pictures.ts'

export function pictureRoutes(api: Api, uploads: Uploads): void {
  avatarRoutes(api, uploads)
  iconRoutes(api, uploads)
  logoRoutes(api, uploads)
  emojiRoutes(api, uploads)
  picturePages(api, uploads)
}

function avatarRoutes(api: Api, uploads: Uploads): void {
  api.post('/users/me/avatar', {
    access: 'user',
    upload: true,
    async handle({ viewer, file, inTransaction }) {
      if (!file) throw badRequest('You must upload exactly one avatar.')
      return { avatar_url: avatarUrl(await receiveAvatar(uploads, inTransaction, viewer, file)) }
    },
  })

  api.delete('/users/me/avatar', {
    access: 'user',
    async handle({ viewer, inTransaction }) {
      const user = await inTransaction((trx) => replaceAvatar(trx, viewer, null, uploads.now()))
      uploads.sweep()
      return { avatar_url: avatarUrl(user) }
    },
  })

  const person = { user: z.string() }
  api.page('/avatar/:user', {
    access: 'user',
    params: person,
    handle: async ({ db, params }) => redirectTo(avatarUrl(await findPerson(db, params.user))),
  })
  api.page('/avatar/:user/medium', {
    access: 'user',
    params: person,
    handle: async ({ db, params }) => redirectTo(mediumAvatarUrl(await findPerson(db, params.user))),
  })
}

async function findPerson(db: Db, named: string): Promise<User> {
  const user = /^\d{1,15}$/.test(named) ? await findUser(db, Number(named) as UserId) : await findUserByEmail(db, named)
  if (!user) throw new ApiError('NOT_FOUND', 'There is no such user', 404)
  return user
}

function iconRoutes(api: Api, uploads: Uploads): void {
  const icon = FileClass.organizationIcon
  api.get('/realm/icon', {
    access: 'user',
    handle: ({ db }) => redirectToPicture(db, icon),
  })
  api.post('/realm/icon', {
    access: 'admin',
    upload: true,
    async handle({ file, inTransaction }) {
      if (!file) throw badRequest('You must upload exactly one icon.')
      return { icon_url: await receiveRealmPicture(uploads, inTransaction, icon, file) }
    },
  })
  api.delete('/realm/icon', {
    access: 'admin',
    async handle({ inTransaction }) {
      const icon_url = await inTransaction((trx) => replaceRealmPicture(trx, icon, null, uploads.now()))
      uploads.sweep()
      return { icon_url }
    },
  })
}

async function redirectToPicture(db: Db, picture: RealmPicture): Promise<Reply> {
  const realm = await findRealm(db)
  if (!realm) throw fileNotFound()
  return redirectTo(realmPictureUrl(realm, picture))
}

function logoRoutes(api: Api, uploads: Uploads): void {
  const night = { night: optional(flag()) }
  const which = (isNight: boolean | undefined): RealmPicture => (isNight ? FileClass.nightLogo : FileClass.dayLogo)
  api.get('/realm/logo', {
    access: 'user',
    params: night,
    handle: ({ db, params }) => redirectToPicture(db, which(params.night)),
  })
  api.post('/realm/logo', {
    access: 'admin',
    params: night,
    upload: true,
    async handle({ file, params, inTransaction }) {
      if (!file) throw badRequest('You must upload exactly one logo.')
      await receiveRealmPicture(uploads, inTransaction, which(params.night), file)
      return {}
    },
  })
  api.delete('/realm/logo', {
    access: 'admin',
    params: night,
    async handle({ params, inTransaction }) {
      await inTransaction((trx) => replaceRealmPicture(trx, which(params.night), null, uploads.now()))
      uploads.sweep()
      return {}
    },
  })
}

function emojiRoutes(api: Api, uploads: Uploads): void {
  const name = { emoji_name: z.string() }
  api.get('/realm/emoji', { access: 'user', handle: async ({ db }) => ({ emoji: await wireRealmEmoji(db) }) })
  api.post('/realm/emoji/:emoji_name', {
    access: 'member',
    params: name,
    upload: true,
    async handle({ db, viewer, params, file, inTransaction }) {
      if (!file) throw badRequest('You must upload exactly one file.')
      await receiveEmoji(uploads, db, inTransaction, viewer, params.emoji_name, file)
      return {}
    },
  })
  api.delete('/realm/emoji/:emoji_name', {
    access: 'member',
    params: name,
    async handle({ viewer, params, inTransaction }) {
      await inTransaction((trx) => removeEmoji(trx, viewer, params.emoji_name))
      return {}
    },
  })
}
