import { findUsers, findUsersByName } from '../accounts/find.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import type { KnownChannel, KnownGroup, KnownTopic, MarkdownContext } from '../markdown/context.ts'
import { type NamesUsed, namesUsed } from '../markdown/names-used.ts'
import { wireRealmEmoji } from '../realm/emoji.ts'
import { allUserGroups } from '../realm/groups/groups.ts'
import { wireLinkifiers } from '../realm/linkifiers/list.ts'
import { realmSettings } from '../realm/settings.ts'
import { emptyTopicName } from '../realm/snapshot.ts'
import { maySee } from './access.ts'
import { findChannelByName, findStanding } from './find.ts'
import { findTopic } from './topics.ts'

export type Author = Pick<Viewer, 'id' | 'role'>

/**
 * What the renderer must know of the organization to turn somebody's words into HTML. Asks the database only about what the
 * words name, and links only to what their author may see.
 * @param realmUrl our own origin: links to it become relative
 */
export async function organizationIn(db: Db, author: Author, source: string, realmUrl: string): Promise<MarkdownContext> {
  const used = namesUsed(source)
  const settings = await realmSettings(db)
  const channels = await channelsNamed(db, author, used)
  return {
    realmUrl,
    users: await usersNamed(db, used),
    groups: used.groupNames.length > 0 ? await groupsNamed(db, used.groupNames) : [],
    channels,
    topics: await topicsNamed(db, channels, used),
    customEmoji: used.emojiNames.length > 0 ? await customEmoji(db) : new Map(),
    linkifiers: (await wireLinkifiers(db)).map(({ pattern, url_template }) => ({ pattern, urlTemplate: url_template })),
    defaultCodeLanguage: (settings.default_code_block_language as string) || undefined,
    emptyTopicName,
  }
}

async function usersNamed(db: Db, { userNames, userIds }: NamesUsed) {
  const byName = userNames.length > 0 ? await findUsersByName(db, userNames) : []
  const byId = userIds.length > 0 ? await findUsers(db, userIds) : []
  const all = new Map([...byName, ...byId].map((user) => [user.id, user]))
  return [...all.values()].map(({ id, fullName, isActive }) => ({ id, fullName, isActive: isActive === 1 }))
}

async function groupsNamed(db: Db, names: readonly string[]): Promise<KnownGroup[]> {
  const wanted = new Set(names.map((name) => name.toLowerCase()))
  const groups = (await allUserGroups(db)).map((group) => ({
    id: group.id,
    name: group.name,
    shownAs: group.isSystemGroup === 1 ? group.description : group.name,
    isActive: group.isDeactivated === 0,
    isSystem: group.isSystemGroup === 1,
  }))
  return groups.filter(({ name, shownAs }) => wanted.has(name.toLowerCase()) || wanted.has(shownAs.toLowerCase()))
}

async function channelsNamed(db: Db, author: Author, { channelNames }: NamesUsed): Promise<KnownChannel[]> {
  const found: KnownChannel[] = []
  for (const name of channelNames) {
    const channel = await findChannelByName(db, name)
    if (channel && maySee(await findStanding(db, author, channel))) found.push({ id: channel.id, name: channel.name })
  }
  return found
}

async function topicsNamed(db: Db, channels: readonly KnownChannel[], { topics }: NamesUsed): Promise<KnownTopic[]> {
  const found: KnownTopic[] = []
  for (const { channelName, topic } of topics) {
    const channel = channels.find(({ name }) => name.toLowerCase() === channelName.toLowerCase())
    const known = channel && (await findTopic(db, channel.id, topic))
    if (known && known.lastMessageId > 0) {
      found.push({ channelId: known.channelId, topic, newestMessageId: known.lastMessageId })
    }
  }
  return found
}

async function customEmoji(db: Db): Promise<Map<string, string>> {
  const active = Object.values(await wireRealmEmoji(db)).filter(({ deactivated }) => !deactivated)
  return new Map(active.map(({ name, source_url }) => [name, source_url]))
}
