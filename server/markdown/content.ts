import { badRequest } from '../api/error.ts'

/** In Unicode code points, as Zulip counts. https://zulip.com/api/register-queue#response, `max_message_length` */
export const maxMessageLength = 10_000

const truncationNote = '\n[message truncated]'

/**
 * A message's source as it is stored: without white space at its end and newlines at its beginning, and shortened with a note
 * where it is too long. Control and direction characters stay; half a surrogate pair, which no encoding has, is replaced.
 * @throws ApiError BAD_REQUEST when nothing is left of it, or it has a NUL
 */
export function normaliseContent(source: string): string {
  const content = source.toWellFormed().trimEnd().replace(/^\n+/, '')
  if (content.length === 0) throw badRequest('Message must not be empty')
  if (content.includes('\0')) throw badRequest('Message must not contain null bytes')
  return truncated(content)
}

function truncated(content: string): string {
  if (content.length <= maxMessageLength) return content
  const characters = Array.from(content)
  if (characters.length <= maxMessageLength) return content
  return characters.slice(0, maxMessageLength - truncationNote.length).join('') + truncationNote
}
