import { activeUsers } from '../accounts/find.ts'
import { badRequest } from '../api/error.ts'
import type { UserId } from '../api/ids.ts'
import type { Db, Trx } from '../database/connection.ts'
import { emit } from '../realtime/emit.ts'
import type { StatusEmoji } from './status-emoji.ts'

/** In characters. */
const longestStatus = 60

/** What somebody says of themselves; empty: nothing. */
export interface Status {
  readonly statusText: string
  readonly emojiName: string
  readonly emojiCode: string
  readonly reactionType: string
}

const nothing: Status = { statusText: '', emojiName: '', emojiCode: '', reactionType: '' }
const columns = ['statusText', 'emojiName', 'emojiCode', 'reactionType'] as const

export async function statusOf(db: Db, userId: UserId): Promise<Status> {
  return (await db.selectFrom('userStatuses').select(columns).where('userId', '=', userId).executeTakeFirst()) ?? nothing
}

/** As clients read it: what is not set is not there. */
export function wireStatus({ statusText, emojiName, emojiCode, reactionType }: Status): Record<string, string> {
  return {
    ...(statusText ? { status_text: statusText } : {}),
    ...(emojiName ? { emoji_name: emojiName, emoji_code: emojiCode, reaction_type: reactionType } : {}),
  }
}

export async function statusesOfAll(db: Db): Promise<Record<string, Record<string, string>>> {
  const rows = await db
    .selectFrom('userStatuses')
    .select(['userId', ...columns])
    .execute()
  return Object.fromEntries(rows.map(({ userId, ...status }) => [userId, wireStatus(status)]))
}

/**
 * Changes what somebody says of themselves; what is undefined stays. Tells everyone.
 * @throws ApiError BAD_REQUEST where the text is too long
 * @see https://zulip.com/api/update-status
 */
export async function setStatus(
  trx: Trx,
  userId: UserId,
  text: string | undefined,
  emoji: StatusEmoji | undefined,
): Promise<void> {
  const statusText = text?.trim()
  if (statusText !== undefined && Array.from(statusText).length > longestStatus) {
    throw badRequest(`status_text is too long (limit: ${longestStatus} characters)`)
  }
  const status = { ...(await statusOf(trx, userId)), ...(statusText === undefined ? {} : { statusText }), ...emoji }
  await store(trx, userId, status)
  emit(
    trx,
    {
      type: 'user_status',
      user_id: userId,
      ...(statusText === undefined ? {} : { status_text: statusText }),
      ...(emoji && { emoji_name: emoji.emojiName, emoji_code: emoji.emojiCode, reaction_type: emoji.reactionType }),
    },
    (await activeUsers(trx)).map(({ id }) => id),
  )
}

async function store(trx: Trx, userId: UserId, status: Status): Promise<void> {
  if (status.statusText === '' && status.emojiName === '') {
    await trx.deleteFrom('userStatuses').where('userId', '=', userId).execute()
    return
  }
  await trx
    .insertInto('userStatuses')
    .values({ userId, ...status })
    .onConflict((conflict) => conflict.column('userId').doUpdateSet({ ...status }))
    .execute()
}
