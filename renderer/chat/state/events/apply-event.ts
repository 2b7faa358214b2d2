import type { ChatEvent } from '../../api/events.ts'
import type { Change, ChatState } from '../store.ts'
import { applyChannel, applySubscription, applyUserTopic } from './channels.ts'
import { applyFlags } from './flags.ts'
import { applyDelete, applyMessage, applyUpdate } from './messages.ts'
import { applyOrganization, applySetting } from './organization.ts'
import { applyGroup, applyPerson, applyPresence, applyStatus } from './people.ts'
import { applyReaction, applySubmessage } from './reactions.ts'
import { applyTyping } from './typing.ts'

/** What an event changes. Events of a kind we do not know change nothing. */
export function applyEvent(state: ChatState, event: ChatEvent): Change {
  switch (event.type) {
    case 'message':
      return applyMessage(state, event)
    case 'update_message':
      return applyUpdate(state, event)
    case 'delete_message':
      return applyDelete(state, event)
    case 'update_message_flags':
      return applyFlags(state, event)
    case 'reaction':
      return applyReaction(state, event)
    case 'submessage':
      return applySubmessage(state, event)
    case 'typing':
      return applyTyping(state, event)
    case 'presence':
      return applyPresence(state, event)
    case 'user_status':
      return applyStatus(state, event)
    case 'realm_user':
      return applyPerson(state, event)
    case 'user_group':
      return applyGroup(state, event)
    case 'stream':
      return applyChannel(state, event)
    case 'subscription':
      return applySubscription(state, event)
    case 'user_topic':
      return applyUserTopic(state, event)
    case 'realm':
    case 'realm_emoji':
    case 'realm_linkifiers':
      return applyOrganization(state, event)
    case 'user_settings':
      return applySetting(state, event)
    case 'muted_users':
      return { mutedUsers: new Set(event.muted_users.map(({ id }) => id)) }
    default:
      return {}
  }
}
