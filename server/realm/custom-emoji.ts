import type { Selectable } from 'kysely'
import { ApiError, badRequest } from '../api/error.ts'
import type { UserId } from '../api/ids.ts'
import type { Db, Trx } from '../database/connection.ts'
import type { RealmEmojiRow } from '../database/schema/realm.ts'

export type CustomEmoji = Selectable<RealmEmojiRow>

const leaf = (key: string): string => key.slice(key.lastIndexOf('/') + 1)

/** Where a custom emoji's image is; named by its random key, so a cache never holds an old one. */
export const emojiUrl = (blobKey: string): string => `/user_avatars/1/emoji/images/${leaf(blobKey)}`

/** The same without movement. */
export const emojiStillUrl = (stillKey: string): string => `/user_avatars/1/emoji/images/still/${leaf(stillKey)}`

/** One that people may use now; names are unique among those. */
export async function findActiveEmoji(db: Db, name: string): Promise<CustomEmoji | undefined> {
  return await db.selectFrom('realmEmoji').selectAll().where('name', '=', name).where('isDeactivated', '=', 0).executeTakeFirst()
}

/** @returns the name as it is kept. @throws ApiError for one that cannot stand between colons */
export function checkEmojiName(asked: string): string {
  const name = asked.trim().replaceAll(' ', '_')
  if (name === '') throw badRequest('Emoji name is missing')
  if (name.length > 100) throw badRequest('Emoji names have at most 100 characters')
  if (/[^0-9a-z._-]/.test(name)) {
    throw badRequest('Emoji names must contain only lowercase English letters, digits, spaces, dashes, underscores, and periods.')
  }
  if (/[._-]$/.test(name)) throw badRequest('Emoji names must end with either a letter or digit.')
  return name
}

/** @throws ApiError when an emoji that people use has this name */
export async function addEmoji(
  trx: Trx,
  emoji: { readonly name: string; readonly authorId: UserId; readonly blobKey: string; readonly stillKey: string | null },
): Promise<void> {
  if (await findActiveEmoji(trx, emoji.name)) throw badRequest('A custom emoji with this name already exists.')
  await trx.insertInto('realmEmoji').values(emoji).execute()
}

export const emojiNotFound = (name: string): ApiError => new ApiError('BAD_REQUEST', `Emoji '${name}' does not exist`, 404)

/** Takes an emoji out of use; where it was used it stays to be seen. */
export async function deactivateEmoji(trx: Trx, id: number): Promise<void> {
  await trx.updateTable('realmEmoji').set({ isDeactivated: 1 }).where('id', '=', id).execute()
}
