import { badRequest } from '../api/error.ts'
import type { Trx } from '../database/connection.ts'
import { renderDescription } from '../markdown/render.ts'
import { textLimits } from '../realm/snapshot.ts'
import { type Author, organizationIn } from './words-in-text.ts'

/** A name as it is stored: trimmed and composed. @throws ApiError BAD_REQUEST where nobody could read or type it */
export function checkChannelName(name: string): string {
  const trimmed = name.trim().normalize('NFC')
  if (trimmed === '') throw badRequest("Channel name can't be empty.")
  const characters = Array.from(trimmed)
  if (characters.length > textLimits.max_stream_name_length) {
    throw badRequest(`Channel name too long (limit: ${textLimits.max_stream_name_length} characters).`)
  }
  const unreadable = characters.findIndex((character) => /\p{Cc}|\p{Cs}|\p{Cn}/u.test(character))
  if (unreadable >= 0) throw badRequest(`Invalid character in channel name, at position ${unreadable + 1}.`)
  return trimmed
}

/** A description on one line, and its HTML. @throws ApiError BAD_REQUEST where it is too long */
export async function checkDescription(
  trx: Trx,
  author: Author,
  source: string,
  realmUrl: string,
): Promise<{ description: string; renderedDescription: string }> {
  const description = source.trim().replace(/\s*\n\s*/g, ' ')
  if (Array.from(description).length > textLimits.max_stream_description_length) {
    throw badRequest(`description is too long (limit: ${textLimits.max_stream_description_length} characters)`)
  }
  if (description === '') return { description, renderedDescription: '' }
  const context = await organizationIn(trx, author, description, realmUrl)
  return { description, renderedDescription: renderDescription(description, context) }
}
