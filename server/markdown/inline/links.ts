import type { MarkdownIt, StateInline } from 'markdown-it'
import type { Environment } from '../environment.ts'
import { escapeAttribute } from '../escape.ts'
import { closingBrackets } from './brackets.ts'
import { maskedSource } from './masked-source.ts'
import { parseInside } from './parse-inside.ts'
import { relativeUrl, safeUrl, uploadPath } from './urls.ts'

const inAngles = /\(\s*<([^<>]*)>\s*(?:('[^']*'|"[^"]*")\s*)?\)/y

interface Target {
  readonly url: string
  readonly title: string | undefined
  /** Behind the closing parenthesis. */
  readonly end: number
}

/** `[text](url "title")`, and `![name](upload)` for audio. */
export function links(md: MarkdownIt): void {
  md.inline.ruler.push('link', link)
  md.inline.ruler.push('audio', audio)
  md.renderer.rules.link_open = (tokens, index) => {
    const attributes = (tokens[index]!.attrs ?? []).map(([name, value]) => ` ${name}="${escapeAttribute(String(value))}"`)
    return `<a${attributes.join('')}>`
  }
  md.renderer.rules.html = (tokens, index) => tokens[index]!.content
}

function link(state: StateInline, silent: boolean): boolean {
  const source = maskedSource(state)
  const env = state.env as unknown as Environment
  if (silent || env.inLink || source[state.pos] !== '[' || source[state.pos - 1] === '!') return false
  const textEnd = closingBrackets(state)[state.pos]!
  const target = textEnd > 0 ? targetAt(state, textEnd + 1) : undefined
  const url = target && safeUrl(target.url.trim())
  if (url === undefined) return false

  const href = relativeUrl(env.context, url)
  const open = state.push('link_open', 'a', 1)
  open.attrSet('href', href)
  if (target!.title !== undefined) open.attrSet('title', target!.title)
  const text = state.src.slice(state.pos + 1, textEnd)
  if (text.trim() === '') state.push('text', '', 0).content = href
  else {
    env.inLink = true
    state.tokens.push(...parseInside(state, text))
    env.inLink = false
  }
  state.push('link_close', 'a', -1)
  state.pos = target!.end
  return true
}

function targetAt(state: StateInline, position: number): Target | undefined {
  const source = maskedSource(state)
  if (source[position] !== '(') return undefined
  inAngles.lastIndex = position
  const match = inAngles.exec(source)
  if (match) return { url: match[1]!, title: match[2]?.slice(1, -1), end: inAngles.lastIndex }
  const end = closingBrackets(state)[position]!
  return (
    titledTarget(state, position + 1, end) ??
    (end > 0 ? { url: state.src.slice(position + 1, end), title: undefined, end: end + 1 } : undefined)
  )
}

/** A title in quotes before the closing parenthesis may itself have parentheses. */
function titledTarget(state: StateInline, start: number, end: number): Target | undefined {
  const source = maskedSource(state)
  const urlEnd = start + (/^[^'"()\n]*/.exec(source.slice(start, start + 2000))?.[0].length ?? 0)
  const quote = source[urlEnd]
  if (quote !== '"' && quote !== "'") return undefined
  const closing = new RegExp(`${quote} *\\)`, 'g')
  closing.lastIndex = urlEnd + 1
  const match = closing.exec(source.slice(0, Math.max(end + 1, urlEnd + 2000)))
  if (!match) return undefined
  const title = state.src
    .slice(urlEnd + 1, match.index)
    .trim()
    .replace(/\s/g, ' ')
  return { url: state.src.slice(start, urlEnd), title, end: closing.lastIndex }
}

const audioFile = /\.(?:aac|flac|mp3|wav)$/i

/** Only for our own uploads: a stranger's server learns nothing of who reads a message. */
function audio(state: StateInline, silent: boolean): boolean {
  const env = state.env as unknown as Environment
  if (silent || env.inLink || !state.src.startsWith('![', state.pos)) return false
  const nameEnd = closingBrackets(state)[state.pos + 1]!
  const target = nameEnd > 0 ? targetAt(state, nameEnd + 1) : undefined
  const url = target && safeUrl(target.url.trim())
  const path = url && uploadPath(env.context, url)
  if (!path || !audioFile.test(path)) return false

  env.facts.attachments.add(path)
  const name = state.src.slice(state.pos + 2, nameEnd)
  const attributes = `src="${escapeAttribute(`/user_uploads/${path}`)}" title="${escapeAttribute(name)}"`
  state.push('html', '', 0).content = `<audio controls preload="metadata" ${attributes}></audio>`
  state.pos = target!.end
  return true
}
