import { Parser } from 'htmlparser2'
import type { LinkFacts } from '../context.ts'

const longestTitle = 200
const longestDescription = 500

/** What a page says of itself in its head: Open Graph first, then what older pages have. */
export function readPage(html: string, url: string): Omit<LinkFacts, 'url'> {
  const said = new Map<string, string>()
  let title = ''
  let isInTitle = false
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'body') parser.pause()
      if (name === 'meta') noteMeta(said, attributes)
      isInTitle = name === 'title'
    },
    ontext(text) {
      if (isInTitle && title.length < longestTitle) title += text
    },
    onclosetag() {
      isInTitle = false
    },
  })
  parser.write(html)
  return {
    title: shortened(said.get('og:title') ?? said.get('twitter:title') ?? title, longestTitle),
    description: shortened(
      said.get('og:description') ?? said.get('twitter:description') ?? said.get('description'),
      longestDescription,
    ),
    imageUrl: webAddress(said.get('og:image') ?? said.get('twitter:image'), url),
  }
}

function noteMeta(said: Map<string, string>, attributes: Readonly<Record<string, string>>): void {
  const name = (attributes.property ?? attributes.name)?.toLowerCase()
  if (name && attributes.content && !said.has(name)) said.set(name, attributes.content)
}

function shortened(text: string | undefined, longest: number): string | undefined {
  const line = text?.replace(/\s+/g, ' ').trim().toWellFormed()
  if (!line) return undefined
  return line.length > longest ? `${line.slice(0, longest - 1).toWellFormed()}…` : line
}

function webAddress(written: string | undefined, base: string): string | undefined {
  if (!written || !URL.canParse(written, base)) return undefined
  const { href, protocol } = new URL(written, base)
  return protocol === 'http:' || protocol === 'https:' ? href : undefined
}
