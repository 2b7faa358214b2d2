import { LRUCache } from 'lru-cache'
import type { LinkFacts } from '../context.ts'
import { fetchPage } from './fetch-page.ts'
import { isPublicAddress } from './public-addresses.ts'
import { readPage } from './read-page.ts'

const patience = 5000
const remembered = 2000
const validFor = 24 * 60 * 60 * 1000
const failureValidFor = 10 * 60 * 1000
const atOnce = 4

interface Options {
  /** Which addresses may be connected to; the public Internet, if not said otherwise. */
  readonly isAllowed?: (address: string) => boolean
  /** Milliseconds for a page with all its redirects. */
  readonly patience?: number
}

/**
 * Asks websites what they are, outside of any request. It keeps their answers for a day, asks a few at a time, each once, and
 * reaches nothing that is not on the public Internet, so that nobody can look into our network with a message.
 */
export class LinkFactFinder {
  readonly #isAllowed: (address: string) => boolean
  readonly #patience: number
  readonly #known = new LRUCache<string, LinkFacts>({ max: remembered, ttl: validFor })
  readonly #underWay = new Map<string, Promise<LinkFacts>>()
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(options: Options = {}) {
    this.#isAllowed = options.isAllowed ?? isPublicAddress
    this.#patience = options.patience ?? patience
  }

  /** What is known of a link without asking. */
  known(url: string): LinkFacts | undefined {
    return this.#known.get(url)
  }

  /** The facts of a link; without any where there is no page, or it cannot be reached. Never fails. */
  async factsOf(url: string): Promise<LinkFacts> {
    const known = this.#known.get(url) ?? this.#underWay.get(url)
    if (known) return known
    const asking = this.#inTurn(() => this.#ask(url)).finally(() => this.#underWay.delete(url))
    this.#underWay.set(url, asking)
    return asking
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#running += 1
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running -= 1
    }
  }

  async #ask(url: string): Promise<LinkFacts> {
    try {
      const page = await fetchPage(url, this.#isAllowed, AbortSignal.timeout(this.#patience))
      const facts = { url, ...(page && readPage(page.html, page.url)) }
      this.#known.set(url, facts)
      return facts
    } catch {
      const facts = { url } // unreachable or not to be reached: the message is complete without a preview
      this.#known.set(url, facts, { ttl: failureValidFor })
      return facts
    }
  }
}
