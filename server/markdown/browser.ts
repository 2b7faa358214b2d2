import type { HLJSApi } from 'highlight.js'
import type { MarkdownContext } from './context.ts'
import { Emoji, type EmojiFile } from './emoji/emoji.ts'
import { createEngine, renderWith } from './engine.ts'
import type { Helpers } from './environment.ts'

/*
 * The part of the renderer that browsers share: for the preview while somebody writes, and for their message until the server
 * has rendered it. Nothing here needs Node. Linkifiers are left to the server: their engine is large.
 */

export type * from './context.ts'
export { codeOfText, type Emoji, type EmojiCategory, textOfCode } from './emoji/emoji.ts'
export { emoticons } from './emoji/emoticons.ts'
export { type NamesUsed, namesUsed } from './names-used.ts'
export { plainText } from './plain-text.ts'
export { widgetOf } from './widgets.ts'

let helpers: Helpers = { emoji: undefined }
let emoji: Promise<Emoji> | undefined
let math: Promise<void> | undefined
let highlighting: Promise<void> | undefined
const engine = createEngine()

/** The table of emoji, fetched once. */
export function loadEmoji(): Promise<Emoji> {
  emoji ??= import('../../resources/emoji/emoji.json').then(({ default: file }) => {
    const table = new Emoji(file as EmojiFile)
    helpers = { ...helpers, emoji: table }
    return table
  })
  return emoji
}

async function loadMath(): Promise<void> {
  const [{ default: katex }, { texRenderer }] = await Promise.all([import('katex'), import('./math/render-tex.ts')])
  helpers = { ...helpers, renderTex: texRenderer(katex) }
}

/** The common languages; code in others stays plain until the server has coloured it. */
async function loadHighlighting(): Promise<void> {
  const [{ default: core }, { highlighter }, { languageName }] = await Promise.all([
    import('highlight.js/lib/common'),
    import('./code/highlight.ts'),
    import('./code/languages.ts'),
  ])
  const highlight = highlighter({ core: () => core as HLJSApi, language: () => undefined })
  helpers = { ...helpers, highlight, languageName }
}

/** Fetches what this source needs and is not there yet: KaTeX, the highlighter, the table of emoji. */
export async function prepareToRender(source: string): Promise<void> {
  const hasCode = /^(?:```|~~~)/m.test(source)
  if (hasCode) highlighting ??= loadHighlighting()
  if (source.includes('$$') || (hasCode && source.includes('math'))) math ??= loadMath()
  await Promise.all([loadEmoji(), hasCode && highlighting, math])
}

/** The HTML of a message with what is there: before `prepareToRender` has ended, TeX and code are shown as written. */
export const renderLocally = (source: string, context: MarkdownContext): string =>
  renderWith(engine, source, context, helpers).html
