import type { MessageId } from '../../api/ids.ts'
import type { Database, Trx } from '../../database/connection.ts'
import { indexTexts, removeTexts } from '../../database/dialects/text-search.ts'
import type { EventBus } from '../../realtime/bus.ts'
import { indexState, textsOf } from './texts.ts'
import { forIndex } from './words.ts'

/** In a batch of a hundred a message costs a seventh of what it costs alone. More would keep senders waiting. */
const batchSize = 100
/** A busy minute makes few batches of it, and a search reads what is not indexed yet. */
const delay = 500
const afterFailure = 30_000

export interface SearchIndexer {
  /** Resolves once everything that was sent before is indexed. */
  catchUp(): Promise<void>
  /** Resolves once no batch is under way. What is left is indexed after the next start. */
  close(): Promise<void>
}

export interface IndexerNeeds {
  readonly database: Database
  readonly bus: EventBus
  warn(error: unknown, sentence: string): void
}

/** What makes the index fall behind. */
const changesTexts = new Set(['message', 'update_message', 'delete_message'])

/** Keeps the text index a moment behind the messages, in transactions of its own. */
export function keepSearchIndex({ database, bus, warn }: IndexerNeeds): SearchIndexer {
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()
  let isClosed = false

  async function work(): Promise<void> {
    while (!isClosed && (await database.inTransaction(indexBatch)) > 0) await breathe()
  }

  function catchUp(): Promise<void> {
    const turn = working.then(work)
    working = turn.catch(() => {})
    return turn
  }

  function wakeIn(milliseconds: number): void {
    if (timer || isClosed) return
    timer = setTimeout(() => {
      timer = undefined
      catchUp().catch((error: unknown) => {
        warn(error, 'The search index could not be brought up to date; searches read the messages instead. Trying again soon.')
        wakeIn(afterFailure)
      })
    }, milliseconds)
    timer.unref()
  }

  bus.subscribe((emissions) => {
    if (!timer && emissions.some(({ event }) => changesTexts.has(event.type))) wakeIn(delay)
  })
  wakeIn(delay) // what the last run left
  return {
    catchUp,
    async close() {
      isClosed = true
      clearTimeout(timer)
      await working
    },
  }
}

/** Lets others have their turn between two batches. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Indexes the next messages, and some that changed. @returns how many there were */
async function indexBatch(trx: Trx): Promise<number> {
  const { upTo, queued } = await indexState(trx, batchSize)
  const next = await trx
    .selectFrom('messages')
    .select('id')
    .where('id', '>', upTo as MessageId)
    .orderBy('id')
    .limit(batchSize)
    .execute()
  await index(trx, queued)
  await index(
    trx,
    next.map(({ id }) => id),
  )
  for (const id of queued) await trx.deleteFrom('searchQueue').where('messageId', '=', id).execute()
  const last = next.at(-1)
  if (last) await trx.updateTable('searchProgress').set({ upToMessageId: last.id }).execute()
  return queued.length + next.length
}

async function index(trx: Trx, ids: readonly MessageId[]): Promise<void> {
  if (ids.length === 0) return
  const texts = await textsOf(trx, ids)
  await indexTexts(
    trx,
    texts.map(({ topic, body, ...rest }) => ({ ...rest, topic: forIndex(topic), body: forIndex(body) })),
  )
  if (texts.length === ids.length) return
  const kept = new Set(texts.map(({ id }) => id))
  await removeTexts(
    trx,
    ids.filter((id) => !kept.has(id)),
  )
}
