import type { Generated } from 'kysely'
import type { UserId } from '../../api/ids.ts'
import type { Role } from '../../api/viewer.ts'

export interface AccountTables {
  users: UserRow
  apiKeys: ApiKeyRow
  sessions: SessionRow
  invitations: InvitationRow
  presences: { userId: UserId; activeAt: number; idleAt: number; updateId: number }
  userStatuses: { userId: UserId; statusText: string; emojiName: string; emojiCode: string; reactionType: string }
  mutedUsers: { userId: UserId; mutedUserId: UserId; mutedAt: number }
  alertWords: { userId: UserId; word: string }
  savedSnippets: { id: Generated<number>; userId: UserId; title: string; content: string; createdAt: number }
  pushTokens: { userId: UserId; service: 'apns' | 'fcm'; token: string; appId: string | null; createdAt: number }
}

export interface UserRow {
  id: Generated<UserId>
  email: string
  emailKey: string
  deliveryEmail: string
  deliveryEmailKey: string
  fullName: string
  role: Role
  isActive: Generated<number>
  isBot: Generated<number>
  botType: number | null
  botOwnerId: UserId | null
  isSystemBot: Generated<number>
  passwordHash: string | null
  timezone: Generated<string>
  avatarKey: string | null
  avatarVersion: Generated<number>
  dateJoined: number
  /** JSON of what differs from the defaults. */
  settings: Generated<string>
}

export interface ApiKeyRow {
  id: Generated<number>
  userId: UserId
  keyHash: Buffer
  label: Generated<string>
  createdAt: number
  lastUsedAt: number | null
}

export interface SessionRow {
  id: Generated<number>
  userId: UserId
  tokenHash: Buffer
  userAgent: Generated<string>
  ip: Generated<string>
  createdAt: number
  lastUsedAt: number
  expiresAt: number
}

export interface InvitationRow {
  id: Generated<number>
  token: string
  invitedById: UserId
  email: string | null
  role: Role
  /** JSON list of channel ids. */
  channelIds: Generated<string>
  includeDefaultChannels: Generated<number>
  notifyInviter: Generated<number>
  createdAt: number
  expiresAt: number | null
  revokedAt: number | null
  acceptedAt: number | null
}
