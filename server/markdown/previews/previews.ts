import type { MarkdownIt, StateCore, Token } from 'markdown-it'
import type { Environment } from '../environment.ts'
import { uploadPath } from '../inline/urls.ts'
import { endOfLink, type FoundLink, findLinks } from './found-links.ts'
import { mediaPreview, type Preview, youTubePreview } from './media.ts'
import { websitePreview } from './websites.ts'

/** A message with more links than these is a list of links: none is previewed. */
const mostPreviews = 24

/** Pictures, videos and websites that a message links to, shown below the paragraph or in the item that does. */
export function previews(md: MarkdownIt): void {
  md.core.ruler.push('previews', (state) => {
    const env = state.env as unknown as Environment
    const links = findLinks(state.tokens)
    env.facts.hasLink = links.length > 0
    for (const { url } of links) {
      const path = uploadPath(env.context, url)
      if (path) env.facts.attachments.add(path)
    }
    const unquoted = links.filter(({ isQuoted }) => !isQuoted)
    const urls = new Set(unquoted.map(({ url }) => url))
    if (urls.size <= mostPreviews) new PreviewWriter(state, env).write(unquoted.filter(({ url }) => urls.delete(url)))
  })
}

class PreviewWriter {
  readonly #state: StateCore
  readonly #env: Environment
  /** HTML by the index of the token that it goes in front of. */
  readonly #insertions = new Map<number, string>()
  readonly #removals: FoundLink[] = []

  constructor(state: StateCore, env: Environment) {
    this.#state = state
    this.#env = env
  }

  write(links: readonly FoundLink[]): void {
    for (const link of links) this.#preview(link)
    if (this.#insertions.size > 0) this.#apply()
  }

  #preview(link: FoundLink): void {
    const { context, facts } = this.#env
    const title = link.text === undefined || link.text === link.url ? undefined : link.text
    const media = context.previewImages ? mediaPreview(context, link.url, title) : undefined
    if (media) {
      this.#add(link, media)
      if (media.awaits) facts.awaitedThumbnails.add(media.awaits)
      return
    }
    if (!/^https?:/.test(link.url) || link.url.startsWith(`${context.realmUrl}/`)) return
    const youTube = context.previewImages ? youTubePreview(context, link.url) : undefined
    if (youTube) this.#add(link, youTube)
    if (context.previewLinks) this.#website(link, youTube !== undefined)
  }

  #website(link: FoundLink, isYouTube: boolean): void {
    const { context, facts } = this.#env
    const known = context.linkFacts?.find(({ url }) => url === link.url)
    if (!known) {
      facts.linksToPreview.add(link.url)
    } else if (!isYouTube) {
      this.#insert(this.#state.tokens.length, websitePreview(context, known) ?? '')
    } else if (known.title && link.text === link.url) {
      link.inline.children![link.index + 1]!.content = `YouTube - ${known.title}`
    }
  }

  #add(link: FoundLink, preview: Preview): void {
    this.#env.facts.hasImage ||= !preview.html.includes('<video')
    this.#insert(this.#placeFor(link), preview.html)
    const showsAddress = link.text === undefined || link.text === link.url
    if (preview.replacesLink && link.parent && link.isAlone && showsAddress) this.#removals.push(link)
  }

  /** Behind the paragraph and the newline after it, at the end of the item, or else at the end of the message. */
  #placeFor({ parent, block }: FoundLink): number {
    if (!parent) return this.#state.tokens.length
    const end = this.#endOfBlock(block)
    return parent === 'item' ? end : end + 2
  }

  #endOfBlock(start: number): number {
    let depth = 0
    return this.#state.tokens.findIndex((token, index) => {
      if (index >= start) depth += token.nesting
      return index >= start && depth === 0
    })
  }

  #insert(index: number, html: string): void {
    this.#insertions.set(index, (this.#insertions.get(index) ?? '') + html)
  }

  #apply(): void {
    const removed = new Set(this.#removals.flatMap((link) => this.#indexesToRemove(link)))
    const result: Token[] = []
    for (let index = 0; index <= this.#state.tokens.length; index += 1) {
      const html = this.#insertions.get(index)
      if (html) {
        const token = new this.#state.Token('html', '', 0)
        token.content = html
        result.push(token)
      }
      const token = this.#state.tokens[index]
      if (token && !removed.has(index)) result.push(token)
    }
    this.#state.tokens = result
  }

  /** A link that its preview stands for: gone with its paragraph, or from its item. */
  #indexesToRemove({ parent, block, inline, index }: FoundLink): number[] {
    if (parent === 'paragraph') return [block, block + 1, block + 2, block + 3]
    inline.children!.splice(index, endOfLink(inline.children!, index) - index + 1)
    return []
  }
}
