import type { MessageDetails } from '../api/events.ts'
import type { Destination } from '../api/messages.ts'
import type { UnreadSnapshot } from '../api/snapshot.ts'
import { conversationKey, withoutMe } from '../narrow/narrow.ts'

export interface UnreadConversation {
  place: Destination
  ids: Set<number>
}

/** Which messages this person has yet to read, by conversation. */
export class Unreads {
  readonly conversations = new Map<string, UnreadConversation>()
  readonly mentions = new Set<number>()
  readonly #keys = new Map<number, string>()

  static from(snapshot: UnreadSnapshot, me: number): Unreads {
    const unreads = new Unreads()
    for (const { stream_id, topic, unread_message_ids } of snapshot.streams) {
      unreads.addAll({ channelId: stream_id, topic }, unread_message_ids)
    }
    for (const { other_user_id, unread_message_ids } of snapshot.pms)
      unreads.addAll({ userIds: [other_user_id] }, unread_message_ids)
    for (const { user_ids_string, unread_message_ids } of snapshot.huddles) {
      unreads.addAll({ userIds: withoutMe(user_ids_string.split(',').map(Number), me) }, unread_message_ids)
    }
    for (const id of snapshot.mentions) unreads.mentions.add(id)
    return unreads
  }

  add(place: Destination, id: number, mentioned: boolean): void {
    this.addAll(place, [id])
    if (mentioned) this.mentions.add(id)
  }

  addAll(place: Destination, ids: readonly number[]): void {
    if (ids.length === 0) return
    const key = conversationKey(place)
    const conversation = this.conversations.get(key) ?? { place, ids: new Set() }
    this.conversations.set(key, conversation)
    for (const id of ids) {
      conversation.ids.add(id)
      this.#keys.set(id, key)
    }
  }

  /** Marks them unread again, as a flags event tells it. */
  restore(details: Record<string, MessageDetails>, me: number): void {
    for (const [id, { type, stream_id, topic, user_ids, mentioned }] of Object.entries(details)) {
      const place: Destination =
        type === 'stream' ? { channelId: stream_id!, topic: topic! } : { userIds: withoutMe(user_ids ?? [], me) }
      this.add(place, Number(id), mentioned ?? false)
    }
  }

  remove(ids: Iterable<number>): void {
    for (const id of ids) {
      const key = this.#keys.get(id)
      if (key === undefined) continue
      this.#keys.delete(id)
      this.mentions.delete(id)
      const conversation = this.conversations.get(key)
      conversation?.ids.delete(id)
      if (conversation?.ids.size === 0) this.conversations.delete(key)
    }
  }

  clear(): void {
    this.conversations.clear()
    this.mentions.clear()
    this.#keys.clear()
  }

  move(ids: readonly number[], to: Destination): void {
    const unread = ids.filter((id) => this.has(id))
    const mentioned = new Set(unread.filter((id) => this.mentions.has(id)))
    this.remove(unread)
    for (const id of unread) this.add(to, id, mentioned.has(id))
  }

  has(id: number): boolean {
    return this.#keys.has(id)
  }

  in(place: Destination): ReadonlySet<number> {
    return this.conversations.get(conversationKey(place))?.ids ?? none
  }
}

const none: ReadonlySet<number> = new Set()
