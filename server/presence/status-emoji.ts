import { badRequest } from '../api/error.ts'
import type { Db } from '../database/connection.ts'
import { loadEmoji } from '../markdown/emoji/load-emoji.ts'
import { findActiveEmoji } from '../realm/custom-emoji.ts'

export interface StatusEmoji {
  readonly emojiName: string
  readonly emojiCode: string
  readonly reactionType: string
}

interface AskedEmoji {
  readonly name: string | undefined
  readonly code: string | undefined
  readonly type: string | undefined
}

/** What clients that draw no emoji take as the kind of none. */
const none: StatusEmoji = { emojiName: '', emojiCode: '', reactionType: 'unicode_emoji' }

/**
 * The emoji that is asked for: undefined where none is mentioned, `none` where it is taken away. A name alone is enough; the
 * organization's own emoji go before Unicode's.
 * @throws ApiError BAD_REQUEST where there is no such emoji
 */
export async function statusEmoji(db: Db, { name, code, type }: AskedEmoji): Promise<StatusEmoji | undefined> {
  if (name === undefined) {
    if (code !== undefined || type !== undefined)
      throw badRequest('Client must pass emoji_name if they pass either emoji_code or reaction_type.')
    return undefined
  }
  if (name === '') return none
  const found = (await customEmoji(db, name)) ?? unicodeEmoji(name)
  const fits = found && (type === undefined || type === found.reactionType) && (code === undefined || code === found.emojiCode)
  const asUnicode = found && !fits ? unicodeEmoji(name) : undefined
  const chosen = fits ? found : asUnicode
  if (!chosen || (code !== undefined && code !== chosen.emojiCode)) throw badRequest(`Emoji '${name}' does not exist`)
  return chosen
}

async function customEmoji(db: Db, name: string): Promise<StatusEmoji | undefined> {
  const custom = await findActiveEmoji(db, name)
  if (custom) return { emojiName: name, emojiCode: String(custom.id), reactionType: 'realm_emoji' }
  return name === 'zulip' ? { emojiName: name, emojiCode: 'zulip', reactionType: 'zulip_extra_emoji' } : undefined
}

function unicodeEmoji(name: string): StatusEmoji | undefined {
  const code = loadEmoji().codeOf(name)
  return code === undefined ? undefined : { emojiName: name, emojiCode: code, reactionType: 'unicode_emoji' }
}
