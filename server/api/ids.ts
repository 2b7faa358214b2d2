import { z } from 'zod'

/** An id that only fits where its own kind is asked for. */
type Id<Kind extends string> = number & { readonly __kind: Kind }

export type UserId = Id<'user'>
export type ChannelId = Id<'channel'>
export type MessageId = Id<'message'>
export type TopicId = Id<'topic'>
/** A direct-message conversation: the set of people in it, ourselves included. */
export type ConversationId = Id<'conversation'>
export type UserGroupId = Id<'user group'>
export type LinkifierId = Id<'linkifier'>

/** SQLite keeps integers to 2^63, JSON and JavaScript to 2^53. */
const positive = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

export const UserId = positive.transform((id) => id as UserId)
export const ChannelId = positive.transform((id) => id as ChannelId)
export const MessageId = positive.transform((id) => id as MessageId)
export const UserGroupId = positive.transform((id) => id as UserGroupId)
export const LinkifierId = positive.transform((id) => id as LinkifierId)
