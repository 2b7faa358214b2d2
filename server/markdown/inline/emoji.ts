import type { StateInline, Token } from 'markdown-it'
import { codeOfText } from '../emoji/emoji.ts'
import { emoticons } from '../emoji/emoticons.ts'
import type { Environment } from '../environment.ts'
import { escapeAttribute, escapeText } from '../escape.ts'
import type { Found, LateForm } from './late-forms.ts'

const zulipImage = '/static/generated/emoji/images/emoji/unicode/zulip.png'

/** `:name:`: the organization's own emoji before Unicode's. Other words between colons stay text. */
export const namedEmoji: LateForm = {
  sign: ':',
  *find(text, state): Iterable<Found> {
    for (const { 0: whole, index } of text.matchAll(/:[\p{L}\p{N}_+-]+:/gu)) {
      const token = emojiToken(state, whole)
      if (token) yield { start: index, end: index + whole.length, tokens: [token] }
    }
  },
}

/** `:)`, where the author's settings say so: alone between spaces or punctuation. */
export const writtenEmoticons: LateForm = {
  sign: /[:;<(]/,
  *find(text, state): Iterable<Found> {
    if (!environment(state).context.translateEmoticons) return
    for (const { 0: whole, index } of text.matchAll(emoticon)) {
      const token = emojiToken(state, `:${emoticons[whole]}:`)
      if (token) yield { start: index, end: index + whole.length, tokens: [token] }
    }
  },
}

const notAround = '[^,.;?!()\\[\\] "\'\\n\\t]'
const anyEmoticon = Object.keys(emoticons)
  .map((text) => text.replace(/[|()]/g, '\\$&'))
  .join('|')
const emoticon = new RegExp(`(?<!${notAround})(?:${anyEmoticon})(?!${notAround})`, 'g')

/** Emoji as characters. Those that fonts show as text unless told otherwise, like arrows and digits, stay text. */
export const unicodeEmoji: LateForm = {
  sign: /[^\0-\u007f]/,
  *find(text, state): Iterable<Found> {
    const { emoji } = environment(state).helpers
    for (const { 0: whole, index } of text.matchAll(emojiSequence)) {
      const code = textPresentation.test(whole) ? undefined : codeOfText(whole)
      const name = code && emoji?.namesOf(code)?.[0]
      if (name) yield { start: index, end: index + whole.length, tokens: [htmlToken(state, unicodeSpan(code, `:${name}:`))] }
    }
  },
}

const textPresentation = /^\P{Emoji_Presentation}\u20E3?$/u
const element = '\\p{Emoji}(?:\\p{Emoji_Modifier}|\\uFE0F\\u20E3?|[\\u{E0020}-\\u{E007E}]+\\u{E007F})?'
/** https://unicode.org/reports/tr51/#EBNF_and_Regex */
const emojiSequence = new RegExp(`\\p{RI}\\p{RI}|${element}(?:\\u200D(?:\\p{RI}\\p{RI}|${element}))*`, 'gu')

const environment = (state: StateInline): Environment => state.env as unknown as Environment

function emojiToken(state: StateInline, written: string): Token | undefined {
  const name = written.slice(1, -1)
  const { context, helpers } = environment(state)
  const image = context.customEmoji?.get(name) ?? (name === 'zulip' ? zulipImage : undefined)
  if (image) return htmlToken(state, emojiImage(image, written))
  const code = helpers.emoji?.codeOf(name)
  return code ? htmlToken(state, unicodeSpan(code, written)) : undefined
}

function htmlToken(state: StateInline, html: string): Token {
  const token = new state.Token('html', '', 0)
  token.content = html
  return token
}

const spaced = (written: string): string => escapeAttribute(written.slice(1, -1).replaceAll('_', ' '))

const unicodeSpan = (code: string, written: string): string => {
  const title = spaced(written)
  return `<span aria-label="${title}" class="emoji emoji-${code}" role="img" title="${title}">${escapeText(written)}</span>`
}

const emojiImage = (image: string, written: string): string =>
  `<img alt="${escapeAttribute(written)}" class="emoji" src="${escapeAttribute(image)}" title="${spaced(written)}">`
