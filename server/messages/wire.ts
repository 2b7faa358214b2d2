import { avatarUrl } from '../accounts/avatar-url.ts'
import type { MessageId, UserId } from '../api/ids.ts'
import { topicFor } from '../channels/user-topics.ts'
import type { TopicLink } from '../markdown/topic-links.ts'
import type { FullMessage, Reaction } from './queries.ts'

/** Somebody as a direct message names them. */
export interface Recipient {
  readonly id: UserId
  readonly email: string
  readonly fullName: string
}

/** A message with all that belongs to it, whoever reads it. */
export interface CompleteMessage extends FullMessage {
  readonly reactions: readonly Reaction[]
  readonly submessages: readonly { id: number; messageId: MessageId; senderId: UserId; type: string; content: string }[]
  readonly edits: readonly WireEdit[]
  /** Of a direct message: everyone in it, its sender too. */
  readonly recipients: readonly Recipient[]
  readonly topicLinks: readonly TopicLink[]
}

export type WireEdit = Readonly<Record<string, unknown>>

export interface WireChoices {
  readonly applyMarkdown: boolean
  readonly allowEmptyTopicName: boolean
}

export const wireReaction = ({ emojiName, emojiCode, reactionType, userId }: Omit<Reaction, 'messageId' | 'reactedAt'>) => ({
  emoji_name: emojiName,
  emoji_code: emojiCode,
  reaction_type: reactionType,
  user_id: userId,
})

/** A message as clients read it, but for what depends on the reader. https://zulip.com/api/get-messages#response */
export function wireMessage(message: CompleteMessage, { applyMarkdown, allowEmptyTopicName }: WireChoices) {
  return {
    ...wirePlace(message, allowEmptyTopicName), // first: in the middle of an object it costs several times as much
    id: message.id,
    sender_id: message.senderId,
    content: applyMarkdown ? message.rendered : message.content,
    content_type: applyMarkdown ? 'text/html' : 'text/x-markdown',
    timestamp: message.sentAt,
    client: message.client,
    is_me_message: message.isMe === 1,
    reactions: message.reactions.map(wireReaction),
    submessages: message.submessages.map(({ id, messageId, senderId, type, content }) => ({
      id,
      message_id: messageId,
      sender_id: senderId,
      msg_type: type,
      content,
    })),
    topic_links: message.topicLinks,
    sender_full_name: message.senderName,
    sender_email: message.senderEmail,
    sender_realm_str: '',
    avatar_url: avatarUrl({ id: message.senderId, avatarVersion: message.senderAvatarVersion }),
    last_edit_timestamp: message.editedAt ?? undefined,
    last_moved_timestamp: message.movedAt ?? undefined,
    edit_history: message.edits.length === 0 ? undefined : message.edits, // never empty: the mobile app refuses that
  }
}

function wirePlace(message: CompleteMessage, allowEmptyTopicName: boolean) {
  if (message.channelId === null) {
    return {
      type: 'private',
      recipient_id: message.conversationId! * 2 + 1,
      display_recipient: message.recipients.map(({ id, email, fullName }) => ({
        id,
        email,
        full_name: fullName,
        is_mirror_dummy: false,
      })),
      subject: '',
    }
  }
  return {
    type: 'stream',
    recipient_id: message.channelId * 2,
    display_recipient: message.channelName!,
    stream_id: message.channelId,
    subject: topicFor(allowEmptyTopicName, message.topic!),
  }
}
