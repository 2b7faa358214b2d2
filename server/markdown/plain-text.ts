import { textOfCode } from './emoji/emoji.ts'

interface Element {
  readonly tag: string
  readonly attributes: string
  text: string
  /** Of ordered lists: the number of the next item. */
  next: number
}

const piece = /<(\/?)([a-z][a-z\d]*)((?:"[^"]*"|[^"<>])*)>|[^<]+|</g
const withoutEnd = new Set(['br', 'hr', 'img'])
const references: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' }

/**
 * Rendered HTML as text: for notifications and the search index. Reads our own HTML only, whose tags are always closed.
 * Emoji are characters, quoted lines begin with `>`, a spoiler shows its title, TeX its source.
 */
export function plainText(html: string): string {
  const open: Element[] = [{ tag: '', attributes: '', text: '', next: 1 }]
  for (const [whole, end, tag, attributes = ''] of html.matchAll(piece)) {
    if (!tag) open.at(-1)!.text += decode(whole)
    else if (withoutEnd.has(tag)) open.at(-1)!.text += tag === 'img' ? decode(attribute(attributes, 'alt') ?? '') : ''
    else if (!end) open.push({ tag, attributes, text: '', next: Number(attribute(attributes, 'start') ?? 1) })
    else if (open.length > 1) close(open)
  }
  while (open.length > 1) close(open)
  return open[0]!.text.trimEnd()
}

function close(open: Element[]): void {
  const element = open.pop()!
  const parent = open.at(-1)!
  const className = attribute(element.attributes, 'class') ?? ''
  const emoji = /^emoji emoji-(\S+)$/.exec(className)
  if (emoji) parent.text += textOfCode(emoji[1]!)
  else if (className === 'spoiler-header') parent.text += `${element.text.trim()} (…)\n`.trimStart()
  else if (className === 'spoiler-content' || className === 'katex-html') return
  else if (className === 'katex-mathml') parent.text += element.text
  else if (element.tag === 'semantics') parent.text += element.text.slice(element.text.lastIndexOf('\u0002') + 1)
  else if (element.tag === 'annotation') parent.text += `\u0002${element.text}`
  else if (element.tag === 'blockquote') parent.text += quoted(element.text)
  else if (element.tag === 'li' && parent.tag === 'ol')
    parent.text += `${indentation(open)}${parent.next++}. ${element.text.trim()}`
  else if (element.tag === 'ol') parent.text += element.text.replace(/^\n|\n$/g, '')
  else parent.text += element.text
}

/** An inner list begins on a line of its own. */
const indentation = (open: readonly Element[]): string => {
  const outer = open.filter(({ tag }) => tag === 'ol').length - 1
  return outer > 0 ? `\n${'  '.repeat(outer)}` : ''
}

const quoted = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `> ${line}\n`)
    .join('')

const attribute = (attributes: string, name: string): string | undefined =>
  new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1]

const decode = (text: string): string =>
  text.includes('&')
    ? text.replace(
        /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi,
        (all, decimal?: string, hexadecimal?: string, name?: string) => {
          if (name) return references[name.toLowerCase()] ?? all
          const code = decimal ? Number(decimal) : Number.parseInt(hexadecimal!, 16)
          return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : all
        },
      )
    : text
