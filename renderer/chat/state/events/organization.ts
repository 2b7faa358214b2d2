import type { OrganizationEvent, UserSettingsEvent } from '../../api/events.ts'
import type { Change, ChatState } from '../store.ts'

export function applyOrganization(state: ChatState, event: OrganizationEvent): Change {
  if (event.type === 'realm_emoji') return { emoji: event.realm_emoji }
  if (event.type === 'realm_linkifiers') return { linkifiers: event.realm_linkifiers }
  if (event.op === 'deactivated') return {}
  const changed = event.op === 'update' ? { [event.property]: event.value } : event.data
  const renamed = Object.fromEntries(Object.entries(changed).map(([name, value]) => [`realm_${name}`, value]))
  return { organization: { ...state.organization, ...renamed } }
}

export function applySetting(state: ChatState, { property, value }: UserSettingsEvent): Change {
  return { settings: { ...state.settings, [property]: value } }
}
