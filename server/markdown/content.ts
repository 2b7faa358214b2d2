import { badRequest } from '../api/error.ts'

/** As Zulip counts them: Unicode code points. https://zulip.com/api/register-queue#response, `max_message_length` */
export const maxMessageLength = 10_000

const truncationNote = '\n[message truncated]'

/**
 * A message's source as it is stored: without white space at its end and NUL, shortened with a note where it is too long.
 * @throws ApiError BAD_REQUEST when nothing is left of it, or it has a NUL
 */
export function normaliseContent(source: string): string {
  const content = source.replaceAll('\r\n', '\n').trimEnd()
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
