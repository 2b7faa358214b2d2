import type { UserGroupId, UserId } from '../api/ids.ts'
import type { Budget } from './budget.ts'
import type { MarkdownContext } from './context.ts'
import type { Emoji } from './emoji/emoji.ts'

/** What rendering finds out on its way. */
export interface Facts {
  readonly mentionedUserIds: Set<UserId>
  readonly mentionedGroupIds: Set<UserGroupId>
  mentionsChannel: boolean
  mentionsTopic: boolean
  hasLink: boolean
  hasImage: boolean
  readonly attachments: Set<string>
  readonly awaitedThumbnails: Set<string>
  readonly linksToPreview: Set<string>
}

/** The parts that are large and rarely needed. They are there when rendering begins, or missing: then code and TeX are shown as written. */
export interface Helpers {
  readonly emoji: Emoji | undefined
  /** HTML of the inside of `<code>`: spans of Pygments' classes. Undefined for a language we do not know. */
  highlight?(code: string, language: string): string | undefined
  /** The canonical name of a language. */
  languageName?(alias: string): string | undefined
  /** KaTeX's HTML, or undefined for TeX that it does not understand. */
  renderTex?(tex: string, display: boolean): string | undefined
}

/** What the extensions share while one message is rendered. */
export interface Environment {
  readonly context: MarkdownContext
  readonly facts: Facts
  readonly helpers: Helpers
  readonly budget: Budget
  /** In a quotation, mentions are silent: who was quoted is not called again. */
  quoted: boolean
  /** The text of a link: no further links, emphasis or emoji. */
  inLink: boolean
  [key: string]: unknown
}

export const newFacts = (): Facts => ({
  mentionedUserIds: new Set(),
  mentionedGroupIds: new Set(),
  mentionsChannel: false,
  mentionsTopic: false,
  hasLink: false,
  hasImage: false,
  attachments: new Set(),
  awaitedThumbnails: new Set(),
  linksToPreview: new Set(),
})
