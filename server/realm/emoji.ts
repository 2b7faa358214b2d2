import { builtOnce } from '../database/built-once.ts'
import type { Db } from '../database/connection.ts'
import { emojiStillUrl, emojiUrl } from './custom-emoji.ts'

const allEmoji = builtOnce((db) => db.selectFrom('realmEmoji').selectAll().orderBy('id'))

/** The organization's own emoji by id, deactivated ones too: old messages still show them. */
export async function wireRealmEmoji(db: Db) {
  return Object.fromEntries(
    (await allEmoji(db)).map(({ id, name, authorId, blobKey, stillKey, isDeactivated }) => [
      String(id),
      {
        id: String(id),
        name,
        source_url: emojiUrl(blobKey),
        still_url: stillKey === null ? null : emojiStillUrl(stillKey),
        deactivated: isDeactivated === 1,
        author_id: authorId,
      },
    ]),
  )
}
