import { findUser, findUserByEmail } from '../../accounts/find.ts'
import type { MessageId, UserId } from '../../api/ids.ts'
import type { Viewer } from '../../api/viewer.ts'
import { maySee } from '../../channels/access.ts'
import type { Channel } from '../../channels/channel.ts'
import { findChannel, findChannelByName, findStanding } from '../../channels/find.ts'
import type { Db } from '../../database/connection.ts'
import { badNarrow } from '../errors.ts'
import type { Operand } from './narrow.ts'

/** What operands name, looked up. Each throws ApiError BAD_NARROW where it names nothing. */

const isId = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

const digits = /^\d{1,15}$/

export function messageIdFrom(operator: string, operand: Operand): MessageId {
  const id = typeof operand === 'string' && digits.test(operand) ? Number(operand) : operand
  if (!isId(id)) throw badNarrow(`${operator} must be a message ID`)
  return id as MessageId
}

export function textFrom(operator: string, operand: Operand): string {
  if (typeof operand === 'string') return operand
  if (typeof operand === 'number') return String(operand)
  throw badNarrow(`${operator} must be text`)
}

/** By id or name. Older clients send ids as text: such a name comes first. */
export async function channelFrom(db: Db, viewer: Viewer, operand: Operand): Promise<Channel> {
  const channel = await lookUpChannel(db, operand)
  if (!channel || !maySee(await findStanding(db, viewer, channel))) throw badNarrow(`unknown channel ${String(operand)}`)
  return channel
}

async function lookUpChannel(db: Db, operand: Operand): Promise<Channel | undefined> {
  if (isId(operand)) return findChannel(db, operand as Channel['id'])
  if (typeof operand !== 'string') return undefined
  const named = await findChannelByName(db, operand)
  return named ?? (digits.test(operand) ? findChannel(db, Number(operand) as Channel['id']) : undefined)
}

/** By id, address, or "me". */
export async function userFrom(db: Db, viewer: Viewer, operand: Operand): Promise<UserId> {
  if (operand === 'me') return viewer.id
  const user = isId(operand)
    ? await findUser(db, operand as UserId)
    : typeof operand === 'string'
      ? await findUserByEmail(db, operand)
      : undefined
  if (!user) throw badNarrow(`unknown user ${String(operand)}`)
  return user.id
}

/** A list of ids or addresses, as a list, as JSON, or as text with commas. */
export async function usersFrom(db: Db, viewer: Viewer, operand: Operand): Promise<UserId[]> {
  const users: UserId[] = []
  for (const one of listFrom(operand)) users.push(await userFrom(db, viewer, one))
  return users
}

function listFrom(operand: Operand): readonly (string | number)[] {
  if (typeof operand === 'number') return [operand]
  if (typeof operand === 'boolean') throw badNarrow('dm must be a list of user IDs')
  if (typeof operand !== 'string') return operand
  const parsed = operand.startsWith('[') ? listInJson(operand) : undefined
  if (parsed) return parsed
  const parts = operand.split(',').map((part) => part.trim())
  return parts.filter((part) => part !== '').map((part) => (digits.test(part) ? Number(part) : part))
}

function listInJson(text: string): (string | number)[] | undefined {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) && list.every((one) => typeof one === 'string' || isId(one)) ? list : undefined
  } catch {
    return undefined
  }
}
