import { createRequire } from 'node:module'
import type { UserGroupId, UserId } from '../api/ids.ts'
import { usersAlerted } from './alert-words.ts'
import { highlighter } from './code/highlight.ts'
import { languageName } from './code/languages.ts'
import type { MarkdownContext } from './context.ts'
import { loadEmoji } from './emoji/load-emoji.ts'
import { createEngine, renderWith } from './engine.ts'
import type { Helpers } from './environment.ts'
import { findLinkifierMatches } from './inline/linkifiers.ts'
import { texRenderer } from './math/render-tex.ts'

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

const require = createRequire(import.meta.url)

/** KaTeX and the highlighter take longer to load than most messages to render: the first message that needs one loads it. */
const helpers: Helpers = {
  get emoji() {
    return loadEmoji()
  },
  languageName,
  highlight: highlighter({
    core: () => require('highlight.js/lib/core'),
    language: (name) => require(`highlight.js/lib/languages/${name}`),
  }),
  renderTex: (tex, display) => texRenderer(require('katex'))(tex, display),
}

const engine = createEngine(findLinkifierMatches)

/** Turns a message's source into the HTML that Zulip clients parse. Pure: what it must know of the organization is in `context`. */
export function renderMessage(source: string, context: MarkdownContext): Rendered {
  const { html, facts } = renderWith(engine, source, context, helpers)
  return {
    html,
    mentionedUserIds: [...facts.mentionedUserIds],
    mentionedGroupIds: [...facts.mentionedGroupIds],
    mentionsChannel: facts.mentionsChannel,
    mentionsTopic: facts.mentionsTopic,
    alertedUserIds: usersAlerted(source, context.alertWords ?? []),
    hasLink: facts.hasLink,
    hasImage: facts.hasImage,
    attachments: [...facts.attachments],
    awaitedThumbnails: [...facts.awaitedThumbnails],
    linksToPreview: [...facts.linksToPreview],
    isMe: source.startsWith('/me '),
  }
}

/** As a message, without previews: for channel descriptions and the like. */
export const renderDescription = (source: string, context: MarkdownContext): string =>
  renderMessage(source, { ...context, previewImages: false, previewLinks: false }).html
