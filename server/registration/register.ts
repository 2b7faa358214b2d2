import { badRequest } from '../api/error.ts'
import { assembleParts } from '../api/raw-json.ts'
import { jsonParts, type Reply } from '../api/reply.ts'
import { Role, type Viewer } from '../api/viewer.ts'
import { zulipVersion } from '../api/zulip-version.ts'
import { listeningDefaults } from '../bots/find.ts'
import type { Database, Db } from '../database/connection.ts'
import { isFarBehind, settleUnread } from '../messages/unread/stored.ts'
import { dialectOf } from '../realtime/dialect.ts'
import type { QueueTerms } from '../realtime/queue.ts'
import type { EventQueues } from '../realtime/queues.ts'
import type { RegisterParams } from './register-params.ts'
import type { Asked, Sections } from './sections.ts'

/** Zulip's ten minutes; phones sleep longer. */
const usualIdleTimeout = 600
const phoneIdleTimeout = 60 * 60

export interface Registering {
  readonly database: Database
  readonly queues: EventQueues
  readonly sections: Sections
}

/**
 * Opens an event queue and answers the state from which its events go on: both are of the same moment, so that nothing is
 * told twice or not at all.
 * @see https://zulip.com/api/register-queue
 */
export async function register(
  { database, queues, sections }: Registering,
  viewer: Viewer,
  params: RegisterParams,
  from: { readonly origin: string; readonly userAgent: string },
): Promise<Reply> {
  if (params.all_public_streams && viewer.role === Role.guest) throw badRequest('User not authorized for this query')
  const terms = termsOf(viewer, viewer.isBot ? await withBotDefaults(database.read, viewer, params) : params, from.userAgent)
  const asked: Asked = {
    viewer,
    dialect: terms.dialect,
    origin: from.origin,
    includeSubscribers: params.include_subscribers === 'true' || params.include_subscribers === 'partial',
    presenceHistoryDays: params.presence_history_limit_days,
  }
  const fetched = params.fetch_event_types ?? params.event_types
  const reply = await database.snapshot(async (db) => {
    const opensAt = queues.lastEventId
    const queue = queues.open(terms) // before anything is awaited: see `snapshot`
    try {
      const fields = await sections.collect(db, asked, fetched ? new Set(fetched) : undefined)
      const first = { result: 'success', msg: '', queue_id: queue.id, last_event_id: opensAt, ...zulipVersion }
      return jsonParts(assembleParts({ ...first, ...fields }))
    } catch (error) {
      queues.close(queue)
      throw error
    }
  })
  // Nobody waits for it, and where it fails the next one to register does it.
  if (await isFarBehind(database.read, viewer.id))
    void database.inTransaction((trx) => settleUnread(trx, viewer.id)).catch(() => {})
  return reply
}

/** A bot's program that does not say what it wants to hear hears what its owner has chosen for it. */
async function withBotDefaults(db: Db, viewer: Viewer, params: RegisterParams): Promise<RegisterParams> {
  const { channelId, hearsAllPublic } = await listeningDefaults(db, viewer.id)
  const narrow = params.narrow?.length || channelId === null ? params.narrow : [{ operator: 'channel', operand: channelId }]
  return { ...params, narrow, all_public_streams: params.all_public_streams ?? hearsAllPublic }
}

function termsOf(viewer: Viewer, params: RegisterParams, userAgent: string): QueueTerms {
  return {
    userId: viewer.id,
    dialect: dialectOf({
      apply_markdown: params.apply_markdown,
      client_gravatar: params.client_gravatar,
      slim_presence: params.slim_presence,
      client_capabilities: params.client_capabilities,
    }),
    eventTypes: params.event_types ?? undefined,
    narrow: (params.narrow ?? []).map((term) =>
      Array.isArray(term) ? [term[0], String(term[1])] : [term.operator, String(term.operand)],
    ),
    allPublicStreams: params.all_public_streams ?? false,
    clientName: userAgent.split(/[/ ]/, 1)[0] ?? '',
    idleTimeout: params.idle_queue_timeout === 'mobile' ? phoneIdleTimeout : usualIdleTimeout,
  }
}
