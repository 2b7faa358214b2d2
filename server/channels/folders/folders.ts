import { activeUsers } from '../../accounts/find.ts'
import { badRequest } from '../../api/error.ts'
import { unixNow } from '../../api/unix-time.ts'
import { Role } from '../../api/viewer.ts'
import type { Db, Trx } from '../../database/connection.ts'
import { textLimits } from '../../realm/snapshot.ts'
import { emit } from '../../realtime/emit.ts'
import type { PlainEvent } from '../../realtime/event.ts'
import { foldName } from '../channel.ts'
import { checkDescription } from '../names.ts'
import type { Author } from '../words-in-text.ts'
import { allFolders, type Folder, folderById, insertFolder, updateFolderRow } from './queries.ts'

export interface FolderChange {
  readonly name?: string
  readonly description?: string
  readonly isArchived?: boolean
}

/** A named group of channels in everyone's sidebar, as clients read it. */
const wireFolder = (folder: Folder) => ({
  id: folder.id,
  name: folder.name,
  description: folder.description,
  rendered_description: folder.renderedDescription,
  order: folder.position,
  date_created: folder.createdAt,
  creator_id: folder.creatorId,
  is_archived: folder.isArchived === 1,
})

export const listFolders = async (db: Db) => (await allFolders(db)).map(wireFolder)

export const folderExists = async (db: Db, id: number): Promise<boolean> => (await folderById(db, id))?.isArchived === 0

/** Makes a folder, after all others. @throws ApiError BAD_REQUEST when the name will not do or is taken */
export async function createFolder(
  trx: Trx,
  creator: Author,
  name: string,
  description: string,
  realmUrl: string,
): Promise<number> {
  const folders = await allFolders(trx)
  const folder = await insertFolder(trx, {
    ...(await checkedName(trx, name)),
    ...(await checkDescription(trx, creator, description, realmUrl)),
    creatorId: creator.id,
    createdAt: unixNow(),
    position: Math.max(-1, ...folders.map(({ position }) => position)) + 1,
  })
  await tell(trx, { type: 'channel_folder', op: 'add', channel_folder: wireFolder(folder) })
  return folder.id
}

/** @throws ApiError BAD_REQUEST when there is no such folder, or the name will not do or is taken */
export async function updateFolder(trx: Trx, author: Author, id: number, change: FolderChange, realmUrl: string): Promise<void> {
  const folder = await folderById(trx, id)
  if (!folder) throw folderNotFound()
  const { name, description, isArchived } = change
  const changed = await updateFolderRow(trx, id, {
    ...(name !== undefined && foldName(name) !== folder.nameKey ? await checkedName(trx, name) : {}),
    ...(name !== undefined && foldName(name) === folder.nameKey ? { name: name.trim() } : {}),
    ...(description === undefined ? {} : await checkDescription(trx, author, description, realmUrl)),
    ...(isArchived === undefined ? {} : { isArchived: isArchived ? 1 : 0 }),
  })
  const { name: shown, description: text, rendered_description, is_archived } = wireFolder(changed)
  const data = {
    ...(name === undefined ? {} : { name: shown }),
    ...(description === undefined ? {} : { description: text, rendered_description }),
    ...(isArchived === undefined ? {} : { is_archived }),
  }
  if (Object.keys(data).length > 0) await tell(trx, { type: 'channel_folder', op: 'update', channel_folder_id: id, data })
}

/** @param order every folder's id, in the order to show them, the archived too */
export async function reorderFolders(trx: Trx, order: readonly number[]): Promise<void> {
  const ids = (await allFolders(trx)).map(({ id }) => id)
  if (ids.length !== order.length || !ids.every((id) => order.includes(id))) throw badRequest('Invalid order mapping.')
  for (const [position, id] of order.entries()) await updateFolderRow(trx, id, { position })
  await tell(trx, { type: 'channel_folder', op: 'reorder', order })
}

const folderNotFound = () => badRequest('Invalid channel folder ID')

async function checkedName(db: Db, given: string): Promise<{ name: string; nameKey: string }> {
  const name = given.trim().normalize('NFC')
  if (name === '') throw badRequest("Channel folder name can't be empty.")
  if (Array.from(name).length > textLimits.max_channel_folder_name_length) {
    throw badRequest(`Channel folder name too long (limit: ${textLimits.max_channel_folder_name_length} characters).`)
  }
  const nameKey = foldName(name)
  const isTaken = (await allFolders(db)).some((folder) => folder.nameKey === nameKey && folder.isArchived === 0)
  if (isTaken) throw badRequest(`Channel folder name already in use`)
  return { name, nameKey }
}

async function tell(trx: Trx, event: PlainEvent): Promise<void> {
  const members = (await activeUsers(trx)).filter(({ role }) => role !== Role.guest)
  emit(
    trx,
    event,
    members.map(({ id }) => id),
  )
}
