import type { LinkFacts, MarkdownContext } from '../context.ts'
import { escapeAttribute, escapeText } from '../escape.ts'

/** A website's picture, title and description below a message. Without a picture there is no preview. */
export function websitePreview(context: MarkdownContext, facts: LinkFacts): string | undefined {
  if (!facts.imageUrl) return undefined
  const href = escapeAttribute(facts.url)
  const image = context.externalImageUrl?.(facts.imageUrl) ?? facts.imageUrl
  const style = escapeAttribute(`background-image: url("${forCss(image)}")`)
  const title = facts.title ? `<div class="message_embed_title"><a href="${href}">${escapeText(facts.title)}</a></div>` : ''
  const description = facts.description ? `<div class="message_embed_description">${escapeText(facts.description)}</div>` : ''
  const picture = `<a class="message_embed_image" href="${href}" style="${style}"></a>`
  return `<div class="message_embed">${picture}<div class="data-container">${title}${description}</div></div>`
}

/** An address cannot end the quotes around it. */
const forCss = (url: string): string =>
  url.replace(/["'\\()<>\s]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
