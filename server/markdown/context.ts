import type { ChannelId, MessageId, UserGroupId, UserId } from '../api/ids.ts'

/*
 * What the renderer must know of the organization. The caller loads it beforehand, only as much as `namesUsed(source)` asks
 * for: rendering is pure, synchronous and never touches the database.
 */

export interface KnownUser {
  readonly id: UserId
  readonly fullName: string
  /** A deactivated person is named, but not notified. */
  readonly isActive: boolean
}

export interface KnownGroup {
  readonly id: UserGroupId
  readonly name: string
  /** What readers see: the name, and for system groups their description, e.g. `Administrators`. */
  readonly shownAs: string
  readonly isActive: boolean
}

export interface KnownChannel {
  readonly id: ChannelId
  readonly name: string
}

export interface KnownTopic {
  readonly channelId: ChannelId
  readonly topic: string
  /** The newest message that the author may read. */
  readonly newestMessageId: MessageId
}

/** An uploaded image. Without a thumbnail yet, readers see a spinner until the message is rendered again. */
export interface KnownImage {
  /** Below `/user_uploads/`, e.g. `2/ab/xyz/n.png`. */
  readonly path: string
  readonly contentType: string
  readonly width: number
  readonly height: number
  readonly isAnimated: boolean
  readonly hasThumbnail: boolean
  /** For formats no browser shows (HEIC, TIFF): the file beside the thumbnails, e.g. `1920x1080.webp`. */
  readonly transcoded?: string
}

export interface Linkifier {
  readonly pattern: string
  /** RFC 6570. */
  readonly urlTemplate: string
}

export interface AlertWord {
  readonly word: string
  readonly userIds: readonly UserId[]
}

/** What the world outside told us of a link; `undefined` for one that has no preview. */
export interface LinkFacts {
  readonly url: string
  readonly title?: string
  readonly description?: string
  readonly imageUrl?: string
}

export interface MarkdownContext {
  /** Our own origin without a slash at the end; links to it become relative. */
  readonly realmUrl: string
  readonly users?: readonly KnownUser[]
  readonly groups?: readonly KnownGroup[]
  readonly channels?: readonly KnownChannel[]
  readonly topics?: readonly KnownTopic[]
  readonly images?: readonly KnownImage[]
  /** Active custom emoji: name and where its image is. */
  readonly customEmoji?: ReadonlyMap<string, string>
  readonly linkifiers?: readonly Linkifier[]
  readonly alertWords?: readonly AlertWord[]
  /** The author's setting: `:)` becomes an emoji. */
  readonly translateEmoticons?: boolean
  /** The organization's settings. Both are off for descriptions; websites are not previewed for bots, who link a lot. */
  readonly previewImages?: boolean
  readonly previewLinks?: boolean
  /** The language of code blocks that name none. */
  readonly defaultCodeLanguage?: string
  /** How the topic without a name is shown. */
  readonly emptyTopicName?: string
  /** Where readers load an image of another site from: our proxy, so that the site learns nothing of them. */
  externalImageUrl?(url: string): string
  /** Facts of links fetched so far; see `link-previews/`. */
  readonly linkFacts?: readonly LinkFacts[]
}
