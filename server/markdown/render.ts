import type { UserGroupId, UserId } from '../api/ids.ts'
import type { MarkdownContext } from './context.ts'

export type * from './context.ts'

/** Stored beside rendered HTML: what an older renderer made is rendered again when it is next read. */
export const renderVersion = 1

/** The HTML of a message, and every fact about it that the sender would otherwise have to look for in the source. */
export interface Rendered {
  readonly html: string
  /** People named so that they are notified; not those of groups and wildcards. */
  readonly mentionedUserIds: readonly UserId[]
  readonly mentionedGroupIds: readonly UserGroupId[]
  /** `@**all**` and its synonyms, and `@**topic**`: whether the author may is the sender's to decide. */
  readonly mentionsChannel: boolean
  readonly mentionsTopic: boolean
  readonly alertedUserIds: readonly UserId[]
  readonly hasLink: boolean
  readonly hasImage: boolean
  /** Uploads linked to, as paths below `/user_uploads/`: the message claims them. */
  readonly attachments: readonly string[]
  /** Uploaded images shown with a spinner until their thumbnails are there, as paths. */
  readonly awaitedThumbnails: readonly string[]
  /** Links whose facts are worth fetching, once the message is sent. */
  readonly linksToPreview: readonly string[]
  /** Begins with `/me `. */
  readonly isMe: boolean
}

const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Turns a message's source into the HTML that Zulip clients parse. */
export function renderMessage(source: string, _context: MarkdownContext): Rendered {
  const paragraphs = source.trim().split(/\n{2,}/)
  return {
    html: paragraphs.map((text) => `<p>${escapeText(text).replaceAll('\n', '<br>\n')}</p>`).join('\n'),
    mentionedUserIds: [],
    mentionedGroupIds: [],
    mentionsChannel: false,
    mentionsTopic: false,
    alertedUserIds: [],
    hasLink: false,
    hasImage: false,
    attachments: [],
    awaitedThumbnails: [],
    linksToPreview: [],
    isMe: source.startsWith('/me '),
  }
}

/** As a message, without previews: for channel descriptions and the like. */
export const renderDescription = (source: string, context: MarkdownContext): string =>
  renderMessage(source, { ...context, previewImages: false, previewLinks: false }).html
