import type { Linkifier } from './context.ts'
import { findLinkifierMatches } from './inline/linkifiers.ts'
import { findWebAddresses, type Span } from './inline/web-addresses.ts'

export interface TopicLink {
  readonly text: string
  readonly url: string
}

type Found = TopicLink & Span

const mostLinks = 100

/**
 * The links in a topic's name, from left to right: earlier linkifiers before later ones, and all before plain addresses.
 * @see https://zulip.com/api/get-messages, `topic_links`
 */
export function topicLinks(name: string, linkifiers: readonly Linkifier[]): TopicLink[] {
  const topic = name.toWellFormed()
  const chosen: Found[] = []
  for (const linkifier of linkifiers) {
    addApart(chosen, findLinkifierMatches(linkifier, topic, mostLinks))
  }
  addApart(chosen, addressesIn(topic))
  return chosen.sort((one, other) => one.start - other.start).map(({ text, url }) => ({ text, url }))
}

function addApart(chosen: Found[], found: readonly Found[]): void {
  for (const link of found) {
    if (chosen.every(({ start, end }) => end <= link.start || link.end <= start)) chosen.push(link)
  }
}

/** Addresses between separators. Without a scheme they are taken for secure ones. */
function addressesIn(topic: string): Found[] {
  return Array.from(topic.matchAll(/[^ !;),'"]+/g)).flatMap(({ 0: word, index }) =>
    findWebAddresses(word)
      .slice(0, 1)
      .map((span) => {
        const text = word.slice(span.start, span.end)
        const url = /^\w+:/.test(text) ? text : `https://${text}`
        return { text, url, start: index + span.start, end: index + span.end }
      }),
  )
}
