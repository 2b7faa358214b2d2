import type { Selectable } from 'kysely'
import type { ChannelId, MessageId, UserId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'
import { idList } from '../../database/dialects/id-list.ts'
import type { MessageEditRow, MessageTables } from '../../database/schema/messages.ts'
import { editsOf, type FullMessage, findMessages, type Reaction, reactionsOf, submessagesOf } from '../queries.ts'

/** A message with all that hangs on it, as another database has it. */
export interface ReturningMessage {
  readonly message: FullMessage
  /** Oldest first. */
  readonly edits: readonly Selectable<MessageEditRow>[]
  readonly reactions: readonly Reaction[]
  readonly submessages: readonly Selectable<MessageTables['submessages']>[]
  readonly flags: readonly { readonly userId: UserId; readonly flag: number }[]
}

/** Reads messages for `bringBackMessages`. */
export async function readReturning(db: Db, ids: readonly MessageId[]): Promise<ReturningMessage[]> {
  const [messages, edits, reactions, submessages, flags] = await Promise.all([
    findMessages(db, ids),
    editsOf(db, ids),
    reactionsOf(db, ids),
    submessagesOf(db, ids),
    db.selectFrom('messageFlags').selectAll().where('messageId', 'in', idList(ids)).execute(),
  ])
  const of = <T extends { readonly messageId: MessageId }>(all: readonly T[], id: MessageId): T[] =>
    all.filter(({ messageId }) => messageId === id)
  return messages.map((message) => ({
    message,
    edits: of(edits, message.id).toReversed(),
    reactions: of(reactions, message.id),
    submessages: of(submessages, message.id),
    flags: of(flags, message.id),
  }))
}

/** Everything that was said in a channel, oldest first. */
export async function messageIdsIn(db: Db, channelId: ChannelId): Promise<MessageId[]> {
  const rows = await db.selectFrom('messages').select('id').where('channelId', '=', channelId).orderBy('id').execute()
  return rows.map(({ id }) => id)
}

export const channelOfMessage = async (db: Db, id: MessageId): Promise<ChannelId | null | undefined> =>
  (await db.selectFrom('messages').select('channelId').where('id', '=', id).executeTakeFirst())?.channelId
