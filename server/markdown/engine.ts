import markdownIt, { type MarkdownIt } from 'markdown-it'
import { blocks } from './blocks/blocks.ts'
import { spoilers } from './blocks/spoilers.ts'
import { Budget } from './budget.ts'
import { codeBlocks } from './code/code-blocks.ts'
import type { MarkdownContext } from './context.ts'
import { type Environment, type Facts, type Helpers, newFacts } from './environment.ts'
import { channelLinks } from './inline/channel-links.ts'
import { code } from './inline/code.ts'
import { namedEmoji, unicodeEmoji, writtenEmoticons } from './inline/emoji.ts'
import { emphasis, strikethrough, strong } from './inline/emphasis.ts'
import { lateForms } from './inline/late-forms.ts'
import { lineBreaks } from './inline/line-breaks.ts'
import { links } from './inline/links.ts'
import { mentions } from './inline/mentions.ts'
import { strongEmphasis } from './inline/strong-emphasis.ts'
import { text } from './inline/text.ts'
import { times } from './inline/times.ts'
import { type FindMatches, unmarkedLinks } from './inline/unmarked-links.ts'
import { math } from './math/math.ts'
import { previews } from './previews/previews.ts'

/**
 * markdown-it with Zulip's forms, each an extension. `findMatches` brings the organization's linkifiers; their engine is too
 * large for browsers.
 */
export function createEngine(findMatches?: FindMatches): MarkdownIt {
  const md = markdownIt('zero')
  md.core.ruler.disable(['normalize', 'text_join'])
  md.core.ruler.at('inline', (state) => {
    for (const token of state.tokens) {
      if (token.type !== 'inline') continue
      ;(state.env as unknown as Environment).quoted = token.meta!.quoted === true
      md.inline.parse(token.content, md, state.env, token.children!)
    }
  })
  const late = lateForms([strong, emphasis, strikethrough, namedEmoji, writtenEmoticons, lineBreaks, unicodeEmoji])
  const inline = [text, unmarkedLinks(findMatches), code, strongEmphasis, mentions, math, channelLinks, times, links, late]
  for (const extension of [blocks, spoilers, codeBlocks, ...inline, previews]) md.use(extension)
  return md
}

const budgetNote = '<p><em>(Some of this message was too long to be formatted, and is shown as it was written.)</em></p>'

/** The HTML of a message and what was found out on the way. */
export function renderWith(
  md: MarkdownIt,
  source: string,
  context: MarkdownContext,
  helpers: Helpers,
): { html: string; facts: Facts } {
  const facts = newFacts()
  const env: Environment = { context, facts, helpers, budget: new Budget(), quoted: false, inLink: false }
  const html = md.render(source, env as unknown as Record<string, unknown>).trim()
  return { html: env.budget.exceeded ? `${html}\n${budgetNote}` : html, facts }
}
