import type { MessageId } from '../../api/ids.ts'
import type { Database, Db } from '../../database/connection.ts'
import type { LinkFactFinder } from '../../markdown/link-previews/link-facts.ts'
import { renderVersion } from '../../markdown/render.ts'
import { renderAgain, renderingOf } from './render-again.ts'
import type { Surroundings } from './surroundings.ts'

interface Parts {
  readonly database: Database
  readonly finder: LinkFactFinder
  readonly externalImageUrl: Surroundings['externalImageUrl']
  readonly warn: (cause: unknown, sentence: string) => void
}

/** No link begins with it. With an empty one, every link within this server would. */
const nobodysOrigin = 'https://origin.invalid'

/** One website may take seconds to answer: so many messages wait at once. */
const atOnce = 8

/**
 * Renders messages again in the background: with what the websites that they link to say of themselves, and those that an older
 * renderer made, once somebody reads them.
 */
export class RenderingQueue {
  readonly #parts: Parts
  /** Each with the origin that its author used, as far as it is known. */
  readonly #waiting = new Map<MessageId, string>()
  readonly #underWay = new Set<Promise<void>>()
  #isClosed = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Returns at once. */
  add(ids: readonly MessageId[], realmUrl = nobodysOrigin): void {
    if (this.#isClosed) return
    for (const id of ids) this.#waiting.set(id, realmUrl)
    this.#goOn()
  }

  /** Those that an older renderer made. */
  addOutdated(messages: readonly { readonly id: MessageId; readonly renderVersion: number }[]): void {
    const outdated = messages.filter((message) => message.renderVersion < renderVersion)
    if (outdated.length > 0) this.add(outdated.map(({ id }) => id))
  }

  #goOn(): void {
    for (const [id, realmUrl] of this.#waiting) {
      if (this.#underWay.size >= atOnce) return
      this.#waiting.delete(id)
      const work = this.#renderOne(id, realmUrl).finally(() => {
        this.#underWay.delete(work)
        this.#goOn()
      })
      this.#underWay.add(work)
    }
  }

  async #renderOne(id: MessageId, realmUrl: string): Promise<void> {
    const { database, finder, externalImageUrl, warn } = this.#parts
    try {
      const surroundings = { realmUrl, externalImageUrl }
      const links = (await renderingOf(database.read, id, surroundings))?.linksToPreview ?? []
      const linkFacts = await Promise.all(links.map((url) => finder.factsOf(url)))
      if (!this.#isClosed) await database.inTransaction((trx) => renderAgain(trx, id, { ...surroundings, linkFacts }))
    } catch (cause) {
      warn(cause, `Message ${id} could not be rendered again`) // it stays as it was
    }
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
  }

  /** Lets what is being written be written; what still waits for a website is not worth waiting for. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#waiting.clear()
  }
}

const queues = new WeakMap<Db, RenderingQueue>()

/** Makes this the queue of whoever reads messages through `db`. */
export const useRenderingQueue = (db: Db, queue: RenderingQueue): void => void queues.set(db, queue)

export const renderingQueueOf = (db: Db): RenderingQueue | undefined => queues.get(db)
