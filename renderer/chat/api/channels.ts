import { request } from './request.ts'
import type { VisibilityPolicy } from './types.ts'

export interface TopicEntry {
  name: string
  max_id: number
}

export async function fetchTopics(channelId: number): Promise<TopicEntry[]> {
  const { topics } = await request<{ topics: TopicEntry[] }>('GET', `/users/me/${channelId}/topics`, {
    allow_empty_topic_name: true,
  })
  return topics
}

export interface NewChannel {
  name: string
  description: string
  private: boolean
  /** Whether people who join later see what was said before; public channels always show it. */
  sharedHistory: boolean
  members: number[]
  /** Say so where the organization announces new channels. */
  announce: boolean
}

export function createChannel({ name, description, private: invite_only, sharedHistory, members, announce }: NewChannel) {
  return request('POST', '/users/me/subscriptions', {
    subscriptions: [{ name, description }],
    invite_only,
    history_public_to_subscribers: sharedHistory,
    principals: members,
    announce,
  })
}

export const joinChannel = (name: string) => request('POST', '/users/me/subscriptions', { subscriptions: [{ name }] })

export function addMembers(name: string, principals: number[]) {
  return request('POST', '/users/me/subscriptions', { subscriptions: [{ name }], principals })
}

export const leaveChannel = (name: string) => request('DELETE', '/users/me/subscriptions', { subscriptions: [name] })

export function removeMember(name: string, userId: number) {
  return request('DELETE', '/users/me/subscriptions', { subscriptions: [name], principals: [userId] })
}

export async function fetchMembers(channelId: number): Promise<number[]> {
  return (await request<{ subscribers: number[] }>('GET', `/streams/${channelId}/members`)).subscribers
}

export interface ChannelChange {
  new_name?: string
  description?: string
  is_private?: boolean
  history_public_to_subscribers?: boolean
}

export const changeChannel = (id: number, change: ChannelChange) => request('PATCH', `/streams/${id}`, { ...change })

export const archiveChannel = (id: number) => request('DELETE', `/streams/${id}`)

export function changeSubscription(
  stream_id: number,
  property: 'is_muted' | 'pin_to_top' | 'color' | 'desktop_notifications',
  value: unknown,
) {
  return request('POST', '/users/me/subscriptions/properties', { subscription_data: [{ stream_id, property, value }] })
}

export function setTopicVisibility(stream_id: number, topic: string, visibility_policy: VisibilityPolicy) {
  return request('POST', '/user_topics', { stream_id, topic, visibility_policy })
}

export const deleteTopic = (id: number, topic_name: string) =>
  request<{ complete: boolean }>('POST', `/streams/${id}/delete_topic`, { topic_name })
