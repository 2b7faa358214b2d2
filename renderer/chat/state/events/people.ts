import type { PresenceEvent, RealmUserEvent, UserGroupEvent, UserStatusEvent } from '../../api/events.ts'
import type { Presence, User, UserGroup } from '../../api/types.ts'
import { type Change, type ChatState, withEntry, withoutEntry } from '../store.ts'

export function applyPerson(state: ChatState, event: RealmUserEvent): Change {
  const { person } = event
  if (event.op === 'add') return { people: withEntry(state.people, person.user_id, event.person) }
  const known = state.people.get(person.user_id)
  if (!known) return {}
  if (event.op === 'remove') return { people: withEntry(state.people, person.user_id, { ...known, is_active: false }) }
  const { new_email, ...changed } = event.person
  const next: User = { ...known, ...changed, ...(new_email ? { email: new_email } : {}) }
  return { people: withEntry(state.people, person.user_id, next) }
}

export function applyPresence(state: ChatState, event: PresenceEvent): Change {
  if (event.presences) {
    const presences = new Map(state.presences)
    for (const [id, presence] of Object.entries(event.presences)) presences.set(Number(id), presence)
    return { presences }
  }
  if (event.user_id === undefined || !event.presence) return {}
  const before = state.presences.get(event.user_id) ?? { active_timestamp: 0, idle_timestamp: 0 }
  return { presences: withEntry(state.presences, event.user_id, merge(before, Object.values(event.presence))) }
}

function merge(before: Presence, reports: { status: string; timestamp: number }[]): Presence {
  let { active_timestamp, idle_timestamp } = before
  for (const { status, timestamp } of reports) {
    if (status === 'active') active_timestamp = Math.max(active_timestamp, timestamp)
    idle_timestamp = Math.max(idle_timestamp, timestamp)
  }
  return { active_timestamp, idle_timestamp }
}

export function applyStatus(
  state: ChatState,
  { user_id, status_text, emoji_name, emoji_code, reaction_type }: UserStatusEvent,
): Change {
  const next = { ...state.statuses.get(user_id) }
  if (status_text !== undefined) next.status_text = status_text
  if (emoji_name !== undefined) Object.assign(next, { emoji_name, emoji_code, reaction_type })
  return { statuses: withEntry(state.statuses, user_id, next) }
}

export function applyGroup(state: ChatState, event: UserGroupEvent): Change {
  if (event.op === 'add') return { groups: withEntry(state.groups, event.group.id, event.group) }
  if (event.op === 'remove') return { groups: withoutEntry(state.groups, event.group_id) }
  const group = state.groups.get(event.group_id)
  if (!group) return {}
  return { groups: withEntry(state.groups, group.id, { ...group, ...groupChange(group, event) }) }
}

function groupChange({ members }: UserGroup, event: UserGroupEvent): Partial<UserGroup> {
  switch (event.op) {
    case 'update':
      return event.data
    case 'add_members':
      return { members: [...new Set([...members, ...event.user_ids])] }
    case 'remove_members':
      return { members: members.filter((id) => !event.user_ids.includes(id)) }
    default:
      return {}
  }
}
