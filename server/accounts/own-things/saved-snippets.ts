import { ApiError } from '../../api/error.ts'
import type { UserId } from '../../api/ids.ts'
import { unixNow } from '../../api/unix-time.ts'
import type { Db, Trx } from '../../database/connection.ts'
import { emit } from '../../realtime/emit.ts'

/** As clients read one; `date_created` in Unix seconds. */
export interface SavedSnippet {
  readonly id: number
  readonly title: string
  readonly content: string
  readonly date_created: number
}

const noSuchSnippet = (): ApiError => new ApiError('BAD_REQUEST', 'Saved snippet does not exist.', 404)

const ofUser = (db: Db, userId: UserId) =>
  db.selectFrom('savedSnippets').select(['id', 'title', 'content', 'createdAt as date_created']).where('userId', '=', userId)

/** @see https://zulip.com/api/get-saved-snippets */
export async function savedSnippetsOf(db: Db, userId: UserId): Promise<SavedSnippet[]> {
  return await ofUser(db, userId).orderBy('id').execute()
}

/** @see https://zulip.com/api/create-saved-snippet */
export async function addSavedSnippet(trx: Trx, userId: UserId, title: string, content: string): Promise<SavedSnippet> {
  const createdAt = unixNow()
  const { id } = await trx
    .insertInto('savedSnippets')
    .values({ userId, title, content, createdAt })
    .returning('id')
    .executeTakeFirstOrThrow()
  const snippet = { id, title, content, date_created: createdAt }
  emit(trx, { type: 'saved_snippets', op: 'add', saved_snippet: snippet }, [userId])
  return snippet
}

/**
 * @throws ApiError where it is not theirs
 * @see https://zulip.com/api/edit-saved-snippet
 */
export async function editSavedSnippet(
  trx: Trx,
  userId: UserId,
  id: number,
  changes: { readonly title?: string; readonly content?: string },
): Promise<void> {
  const before = await ofUser(trx, userId).where('id', '=', id).executeTakeFirst()
  if (!before) throw noSuchSnippet()
  const { title = before.title, content = before.content } = changes
  if (title === before.title && content === before.content) return
  await trx.updateTable('savedSnippets').set({ title, content }).where('id', '=', id).execute()
  emit(trx, { type: 'saved_snippets', op: 'update', saved_snippet: { ...before, title, content } }, [userId])
}

/**
 * @throws ApiError where it is not theirs
 * @see https://zulip.com/api/delete-saved-snippet
 */
export async function removeSavedSnippet(trx: Trx, userId: UserId, id: number): Promise<void> {
  const { numDeletedRows } = await trx
    .deleteFrom('savedSnippets')
    .where('userId', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw noSuchSnippet()
  emit(trx, { type: 'saved_snippets', op: 'remove', saved_snippet_id: id }, [userId])
}
