import type { Trx } from '../database/connection.ts'
import { emit } from '../realtime/emit.ts'
import type { ChatEvent, PlainEvent } from '../realtime/event.ts'
import { peopleOfRealm } from './queries.ts'

/** One choice of the organization changed, as Zulip tells it: permissions and limits as a part of the whole, others alone. */
export function realmChanged(name: string, value: unknown): PlainEvent {
  if (isToldAsPart(name)) return { type: 'realm', op: 'update_dict', property: 'default', data: { [name]: value } }
  return { type: 'realm', op: 'update', property: name, value }
}

const isToldAsPart = (name: string): boolean =>
  /_group$|_groups$|^topics_policy$|^message_content_edit_limit_seconds$|^allow_message_editing$|^message_edit_history_visibility_policy$/.test(
    name,
  )

export async function tellRealm(trx: Trx, event: ChatEvent): Promise<void> {
  emit(trx, event, await peopleOfRealm(trx))
}
