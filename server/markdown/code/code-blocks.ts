import type { MarkdownIt } from 'markdown-it'
import type { FencedPart } from '../blocks/fences.ts'
import type { Environment } from '../environment.ts'
import { escapeAttribute, escapeCode, escapeQuoted } from '../escape.ts'

/** Code, with spans of Pygments' classes where its language is known. */
export function codeBlocks(md: MarkdownIt): void {
  md.renderer.rules.code = (tokens, index, _options, env) => {
    const part = tokens[index]!.meta!.part as FencedPart & { kind: 'code' }
    return codeBlock(part.code, part.language, env as unknown as Environment)
  }
}

function codeBlock(source: string, language: string | undefined, { helpers, budget }: Environment): string {
  const code = `${source.replace(/^\n+|\n+$/g, '')}\n`
  const name = language === undefined ? undefined : (helpers.languageName?.(language) ?? language)
  const attribute = name === undefined ? '' : ` data-code-language="${escapeAttribute(name)}"`
  const highlightAs = language ?? languageOfShebang(code)
  const html = highlightAs && budget.mayHighlight(code) ? helpers.highlight?.(code, highlightAs) : undefined
  return `<div class="codehilite"${attribute}><pre><span></span><code>${inZulipsQuotes(html ?? escapeCode(code), name)}</code></pre></div>`
}

/** Zulip writes quotes in code as character references, except where the language is named: those blocks go through one more serializer. */
const inZulipsQuotes = (html: string, name: string | undefined): string =>
  name === undefined ? html.replace(quoteInText, asReference) : html
const quoteInText = /<[^>]*>|["']/g
const asReference = (match: string): string => (match.length > 1 ? match : escapeQuoted(match))

/** `#!/usr/bin/python` and `#!python` name a language, too. It colours the code, but is not told to readers. */
const languageOfShebang = (code: string): string | undefined => /^#!(?:(?:\/\w+)*[/ ])?([\w#.+-]+)/.exec(code)?.[1]?.toLowerCase()
