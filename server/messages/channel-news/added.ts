import { findUsers } from '../../accounts/find.ts'
import type { UserId } from '../../api/ids.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { NamesByPerson } from '../../channels/news.ts'
import type { Trx } from '../../database/connection.ts'
import { notificationBot, sendNotice, silently } from '../notices.ts'
import type { Place } from '../place.ts'

/** Writes to each of these people, but for bots and the viewer, where the viewer has subscribed them. */
export async function tellAdded(trx: Trx, viewer: Viewer, added: NamesByPerson, realmUrl: string): Promise<void> {
  const ids = Object.keys(added).map((id) => Number(id) as UserId)
  const others = ids.filter((id) => id !== viewer.id)
  if (others.length === 0) return
  const bot = await notificationBot(trx)
  for (const user of await findUsers(trx, others)) {
    if (user.isActive === 0 || user.isBot === 1) continue
    const channels = added[user.id]!.map((name) => `#**${name}**`)
    const content = `${silently(viewer)} subscribed you to ${asList(channels)}.`
    const place: Place = { kind: 'conversation', members: [bot.id, user.id].sort((a, b) => a - b) }
    await sendNotice(trx, place, content, { realmUrl }, { causedBy: viewer, onlyFor: new Set([user.id]) })
  }
}

const asList = (words: readonly string[]): string => new Intl.ListFormat('en').format(words)
