import type { MessageId, UserId } from '../api/ids.ts'
import { topicFor } from '../channels/user-topics.ts'
import type { TopicLink } from '../markdown/topic-links.ts'
import type { EventDialect, PlainEvent, VariedEvent } from '../realtime/event.ts'
import type { Reaction } from './queries.ts'
import { type CompleteMessage, wireMessage, wireReaction } from './wire.ts'

const choicesOf = ({ applyMarkdown, emptyTopicName }: EventDialect) => ({ applyMarkdown, allowEmptyTopicName: emptyTopicName })

/** @param flags what these readers' copies are marked with */
export const messageSent = (message: CompleteMessage, flags: readonly string[]): VariedEvent => ({
  type: 'message',
  forDialect: (dialect) => ({ type: 'message', message: wireMessage(message, choicesOf(dialect)), flags }),
})

/** Where messages are, as events about them say. */
export interface EventPlace {
  readonly channelId: number | null
  readonly topic: string | null
}

/** A client that takes no list is told of one message at a time. */
export function messagesDeleted(ids: readonly MessageId[], { channelId, topic }: EventPlace): VariedEvent {
  return {
    type: 'delete_message',
    forDialect({ bulkMessageDeletion, emptyTopicName }) {
      const place =
        channelId === null
          ? { message_type: 'private' }
          : { message_type: 'stream', stream_id: channelId, topic: topicFor(emptyTopicName, topic!) }
      if (bulkMessageDeletion) return { type: 'delete_message', message_ids: ids, ...place }
      return ids.map((message_id) => ({ type: 'delete_message', message_id, ...place }))
    },
  }
}

export interface ContentChange {
  readonly before: { readonly content: string; readonly rendered: string }
  readonly after: { readonly content: string; readonly rendered: string; readonly isMe: boolean }
}

export interface PlaceChange {
  readonly mode: 'change_one' | 'change_later' | 'change_all'
  readonly channelId: number
  readonly newChannelId: number | undefined
  readonly topic: string
  /** Undefined where only the channel changed. */
  readonly newTopic: string | undefined
  readonly topicLinks: readonly TopicLink[]
}

export interface Update {
  readonly id: MessageId
  readonly ids: readonly MessageId[]
  /** Null: nobody did it; only the rendering is new. */
  readonly editorId: UserId | null
  readonly editedAt: number
  readonly channel: { readonly id: number; readonly name: string } | undefined
  readonly content?: ContentChange
  /** Nobody changed anything: this is how it looks now. */
  readonly rendering?: ContentChange['after']
  readonly place?: PlaceChange | undefined
}

/** A move within a channel that nobody has heard of yet. */
export interface MoveToTell {
  readonly update: Update
  /** Everybody who sees it. */
  readonly userIds: readonly UserId[]
}

/** @param flags of the reader's copy of the message that was edited */
export const messageUpdated = (update: Update, flags: readonly string[]): VariedEvent => ({
  type: 'update_message',
  forDialect: ({ emptyTopicName }) => ({
    type: 'update_message',
    user_id: update.editorId,
    rendering_only: update.editorId === null,
    message_id: update.id,
    message_ids: [...update.ids].sort((a, b) => a - b),
    flags,
    edit_timestamp: update.editedAt,
    ...(update.channel ? { stream_name: update.channel.name, stream_id: update.channel.id } : {}),
    ...(update.content ? wireContentChange(update.content) : {}),
    ...(update.rendering ? wireContent(update.rendering) : {}),
    ...(update.place ? wirePlaceChange(update.place, emptyTopicName) : {}),
  }),
})

const wireContentChange = ({ before, after }: ContentChange) => ({
  orig_content: before.content,
  orig_rendered_content: before.rendered,
  ...wireContent(after),
})

const wireContent = ({ content, rendered, isMe }: ContentChange['after']) => ({
  content,
  rendered_content: rendered,
  is_me_message: isMe,
})

/** Only where a message really moved: the mobile app takes `propagate_mode` without a change for a broken server. */
const wirePlaceChange = (place: PlaceChange, knowsEmptyName: boolean) => ({
  propagate_mode: place.mode,
  orig_subject: topicFor(knowsEmptyName, place.topic),
  ...(place.newTopic === undefined ? {} : { subject: topicFor(knowsEmptyName, place.newTopic), topic_links: place.topicLinks }),
  ...(place.newChannelId === undefined ? {} : { new_stream_id: place.newChannelId }),
})

export const reactionChanged = (op: 'add' | 'remove', reaction: Omit<Reaction, 'reactedAt'>): PlainEvent => ({
  type: 'reaction',
  op,
  message_id: reaction.messageId,
  ...wireReaction(reaction),
})

export const flagsAdded = (flag: string, ids: readonly MessageId[], all = false): PlainEvent => ({
  type: 'update_message_flags',
  op: 'add',
  operation: 'add',
  flag,
  messages: ids,
  all,
})

/** @param details where each message is, for the flag `read`: a client may not have them any more */
export const flagsRemoved = (
  flag: string,
  ids: readonly MessageId[],
  details?: Readonly<Record<string, unknown>>,
): PlainEvent => ({
  type: 'update_message_flags',
  op: 'remove',
  operation: 'remove',
  flag,
  messages: ids,
  all: false,
  ...(details ? { message_details: details } : {}),
})

export const submessageAdded = (added: {
  readonly id: number
  readonly messageId: MessageId
  readonly senderId: UserId
  readonly type: string
  readonly content: string
}): PlainEvent => ({
  type: 'submessage',
  msg_type: added.type,
  content: added.content,
  message_id: added.messageId,
  sender_id: added.senderId,
  submessage_id: added.id,
})
