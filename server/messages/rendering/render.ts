import { alertWordsOfEveryone } from '../../accounts/alert-words.ts'
import { findUser, findUsers, findUsersByName } from '../../accounts/find.ts'
import { settingsOf } from '../../accounts/user-settings.ts'
import type { Viewer } from '../../api/viewer.ts'
import { maySee } from '../../channels/access.ts'
import { findChannelByName, findStanding } from '../../channels/find.ts'
import { findTopic } from '../../channels/topics.ts'
import type { Db } from '../../database/connection.ts'
import type { KnownChannel, KnownGroup, KnownImage, KnownTopic, MarkdownContext } from '../../markdown/context.ts'
import { type NamesUsed, namesUsed } from '../../markdown/names-used.ts'
import { type Rendered, renderMessage } from '../../markdown/render.ts'
import { wireLinkifiers, wireRealmEmoji } from '../../realm/emoji.ts'
import { allUserGroups } from '../../realm/groups/groups.ts'
import { realmSettings } from '../../realm/settings.ts'
import { emptyTopicName } from '../../realm/snapshot.ts'
import { uploadFacts } from '../../uploads/files/facts.ts'
import type { Surroundings } from './surroundings.ts'

/** Turns somebody's words into HTML and facts. Asks the database only about what the words name. */
export async function renderFor(db: Db, author: Viewer, content: string, surroundings: Surroundings): Promise<Rendered> {
  return renderMessage(content, await contextFor(db, author, content, surroundings))
}

/** What the renderer must know to turn somebody's words into HTML. */
export async function contextFor(
  db: Db,
  viewer: Viewer,
  content: string,
  { realmUrl, externalImageUrl, linkFacts }: Surroundings,
): Promise<MarkdownContext> {
  const used = namesUsed(content)
  const settings = await realmSettings(db)
  const author = await findUser(db, viewer.id)
  const channels = await channelsNamed(db, viewer, used)
  return {
    realmUrl,
    users: await usersNamed(db, used),
    groups: used.groupNames.length > 0 ? await groupsNamed(db, used.groupNames) : [],
    channels,
    topics: await topicsNamed(db, channels, used),
    images: await imagesNamed(db, used.uploads),
    customEmoji: used.emojiNames.length > 0 ? await customEmoji(db) : new Map(),
    linkifiers: (await wireLinkifiers(db)).map(({ pattern, url_template }) => ({ pattern, urlTemplate: url_template })),
    alertWords: await alertWordsOfEveryone(db),
    translateEmoticons: author ? settingsOf(author).translate_emoticons === true : false,
    previewImages: settings.inline_image_preview,
    previewLinks: settings.inline_url_embed_preview && !viewer.isBot, // bots link a lot
    defaultCodeLanguage: (settings.default_code_block_language as string) || undefined,
    linkFacts,
    externalImageUrl,
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

async function channelsNamed(db: Db, viewer: Viewer, { channelNames }: NamesUsed): Promise<KnownChannel[]> {
  const found: KnownChannel[] = []
  for (const name of channelNames) {
    const channel = await findChannelByName(db, name)
    if (channel && maySee(await findStanding(db, viewer, channel))) found.push({ id: channel.id, name: channel.name })
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

async function imagesNamed(db: Db, paths: readonly string[]): Promise<KnownImage[]> {
  if (paths.length === 0) return []
  return (await uploadFacts(db, paths)).flatMap(({ path, contentType, image }) =>
    image ? [{ path, contentType, ...image, hasThumbnail: true }] : [],
  )
}

async function customEmoji(db: Db): Promise<Map<string, string>> {
  const active = Object.values(await wireRealmEmoji(db)).filter(({ deactivated }) => !deactivated)
  return new Map(active.map(({ name, source_url }) => [name, source_url]))
}
