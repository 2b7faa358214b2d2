import type { SlackAttachment, SlackBlock } from './payload.ts'

const lines = (...parts: readonly (string | null | undefined)[]): string => parts.filter(Boolean).join('\n\n')
const link = (title: string, url: string): string => `[${title}](${url})`

/** One of Slack's blocks in words; empty for what only Slack can do, such as buttons. */
export function wordsOfBlock(block: SlackBlock): string {
  const said = block.text?.text
  if (block.type === 'header') return said ? `## ${said}` : ''
  if (block.type === 'divider') return '----'
  if (block.type === 'image') return block.image_url ? link(block.title?.text || block.alt_text || 'image', block.image_url) : ''
  if (block.type === 'context')
    return (block.elements ?? [])
      .map(({ text }) => text)
      .filter(isText)
      .join('\n')
  if (block.type !== 'section') return ''
  return lines(said, (block.fields ?? []).map((field) => `* ${field.text ?? ''}`).join('\n'))
}

const isText = (text: unknown): text is string => typeof text === 'string'

export function wordsOfAttachment(attachment: SlackAttachment): string {
  const { pretext, title, title_link, text, fields, image_url, footer, fallback } = attachment
  const heading = title && `## ${title_link ? link(title, title_link) : title}`
  const listed = (fields ?? []).map((field) => `* ${field.title ? `*${field.title}*: ` : ''}${field.value ?? ''}`).join('\n')
  return lines(pretext, heading, text, listed, image_url && link('image', image_url), footer) || (fallback ?? '')
}
