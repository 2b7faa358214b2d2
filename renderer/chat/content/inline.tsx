import { createElement, Fragment, type ReactNode } from 'react'
import { PictureEmoji, UnicodeEmoji } from '../emoji/emoji.tsx'
import { safeHref, safeSource } from './links.ts'
import { Formula } from './math.tsx'
import { Sound } from './media.tsx'
import { EveryoneMention, GroupMention, UserMention } from './mention.tsx'
import { Timestamp } from './timestamp.tsx'

/** Words, links, mentions, emoji and what else stands within a line. Of what is unknown, its words stay. */
export function inlineNodes(parent: Node): ReactNode[] {
  return [...parent.childNodes].map((node, index) => <Fragment key={index}>{inline(node)}</Fragment>)
}

const plainTags = new Set(['strong', 'em', 'del', 'code'])

function inline(node: Node): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent
  if (!(node instanceof Element)) return null
  const tag = node.localName
  if (plainTags.has(tag)) return createElement(tag, null, ...inlineNodes(node))
  switch (tag) {
    case 'br':
      return <br />
    case 'a':
      return <Link element={node} />
    case 'span':
      return span(node)
    case 'img':
      return picture(node)
    case 'time':
      return <Timestamp iso={node.getAttribute('datetime') ?? ''} written={node.textContent ?? ''} />
    case 'audio':
      return <Sound element={node} />
    default:
      return inlineNodes(node)
  }
}

function Link({ element }: { element: Element }) {
  const href = safeHref(element.getAttribute('href'))
  const children = inlineNodes(element)
  if (!href) return createElement('span', null, ...children)
  if (href.startsWith('#'))
    return createElement('a', { href, className: element.hasAttribute('class') ? 'chat-link' : undefined }, ...children)
  return createElement('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...children)
}

function span(node: Element): ReactNode {
  const { classList } = node
  const written = node.textContent ?? ''
  if (classList.contains('user-mention')) {
    const id = Number(node.getAttribute('data-user-id'))
    return id ? (
      <UserMention userId={id} silent={classList.contains('silent')} written={written} />
    ) : (
      <EveryoneMention written={written} />
    )
  }
  if (classList.contains('user-group-mention')) {
    const id = Number(node.getAttribute('data-user-group-id'))
    return <GroupMention groupId={id} silent={classList.contains('silent')} written={written} />
  }
  if (classList.contains('topic-mention')) return <EveryoneMention written={written} />
  if (classList.contains('emoji')) {
    const code = node.className.match(/emoji-([0-9a-f-]+)/)?.[1]
    return code ? <UnicodeEmoji code={code} name={written.replaceAll(':', '')} /> : written
  }
  if (classList.contains('katex') || classList.contains('katex-display')) return <Formula element={node} />
  if (classList.contains('highlight')) return createElement('mark', null, ...inlineNodes(node))
  if (classList.contains('tex-error') || classList.contains('timestamp-error'))
    return <code className="not-understood">{written}</code>
  return inlineNodes(node)
}

function picture(node: Element): ReactNode {
  const src = safeSource(node.getAttribute('src'))
  const alt = node.getAttribute('alt') ?? ''
  if (!src) return alt
  if (node.classList.contains('emoji')) return <PictureEmoji src={src} name={alt.replaceAll(':', '')} />
  return <img className="inline-picture" src={src} alt={alt} loading="lazy" />
}
