import './content.css'
import './highlight.css'
import { memo } from 'react'
import { classNames } from '../../ui/index.ts'
import { blockNodes } from './blocks.tsx'
import { cutMeCommand, parseHtml } from './parse.ts'

interface MessageContentProps {
  /** As the server rendered it. */
  html: string
  isMe?: boolean
}

/** A message's text with everything in it. */
export const MessageContent = memo(({ html, isMe = false }: MessageContentProps) => {
  const root = parseHtml(html)
  if (isMe) cutMeCommand(root)
  return <div className={classNames('content', isFewEmoji(root) && 'content-emoji')}>{blockNodes(root)}</div>
})

/** One to three emoji and nothing else are worth showing large. */
function isFewEmoji(root: Element): boolean {
  if (root.children.length !== 1 || root.firstElementChild?.localName !== 'p') return false
  const nodes = [...root.firstElementChild.childNodes].filter((node) => node.textContent?.trim() || node instanceof Element)
  return nodes.length <= 3 && nodes.every((node) => node instanceof Element && node.classList.contains('emoji'))
}
