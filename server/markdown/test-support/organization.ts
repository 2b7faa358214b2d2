import type { ChannelId, MessageId, UserGroupId, UserId } from '../../api/ids.ts'
import { type MarkdownContext, type Rendered, renderMessage } from '../render.ts'

/** A small organization for rendering: Ada, Ben who left, a group, a channel with a topic. */
export const organization = {
  realmUrl: 'https://chat.example.org',
  users: [
    { id: 31 as UserId, fullName: 'Ada Lovelace', isActive: true },
    { id: 32 as UserId, fullName: 'Ben', isActive: false },
    { id: 33 as UserId, fullName: 'Zoë', isActive: true },
  ],
  groups: [
    { id: 17 as UserGroupId, name: 'support', shownAs: 'support', isActive: true },
    { id: 18 as UserGroupId, name: 'former', shownAs: 'former', isActive: false },
    { id: 5 as UserGroupId, name: 'role:administrators', shownAs: 'Administrators', isActive: true },
  ],
  channels: [
    { id: 9 as ChannelId, name: 'announce' },
    { id: 10 as ChannelId, name: 'Q & A (new)' },
  ],
  topics: [
    { channelId: 9 as ChannelId, topic: 'Zulip updates', newestMessageId: 214 as MessageId },
    { channelId: 9 as ChannelId, topic: '', newestMessageId: 215 as MessageId },
  ],
  customEmoji: new Map([['party_parrot', '/user_avatars/2/emoji/images/5.png']]),
  linkifiers: [
    { pattern: '#(?P<id>[0-9]{2,8})', urlTemplate: 'https://issues.example.org/{id}' },
    { pattern: '(?P<project>[A-Z]+)-(?P<id>[0-9]+)', urlTemplate: 'https://tracker.example.org/{project}/{id}' },
  ],
  previewImages: true,
  previewLinks: true,
} satisfies MarkdownContext

export const rendered = (source: string, more: Partial<MarkdownContext> = {}): Rendered =>
  renderMessage(source, { ...organization, ...more })

export const html = (source: string, more: Partial<MarkdownContext> = {}): string => rendered(source, more).html
