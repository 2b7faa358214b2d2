import type { Alarm } from './alarm.ts'
import type { Told } from './memory.ts'

/** What became of an alarm. Of one that is over, the words are those it was told with. */
export interface News {
  readonly kind: 'begun' | 'changed' | 'over' | 'test'
  readonly id: string
  readonly message: string
  /** Empty for what is over. */
  readonly nextStep: string
}

interface Parts {
  readonly told: { get(): Told; set(told: Told): void }
  /** @throws where nobody heard it: it is said again */
  say(news: News): Promise<void>
  readonly onFailure: (error: unknown) => void
}

/** Looks between tries: each is twice as long as the one before, up to an hour. */
const longestPause = 60

/** Tells one listener what has begun, changed or ended since they were last told: each once, however often anybody looks. */
export class Teller {
  readonly #parts: Parts
  #pause = 0
  #looksToSkip = 0

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async tell(alarms: readonly Alarm[]): Promise<void> {
    if (this.#looksToSkip-- > 0) return
    this.#looksToSkip = 0
    const { told, say, onFailure } = this.#parts
    try {
      for (const news of newsIn(alarms, told.get())) {
        await say(news)
        const { [news.id]: _, ...others } = told.get()
        const { cause, message } = alarms.find(({ id }) => id === news.id) ?? {}
        told.set(cause === undefined ? others : { ...others, [news.id]: { cause, message: message! } })
      }
      this.#pause = 0
    } catch (error) {
      this.#pause = Math.min(Math.max(1, this.#pause * 2), longestPause)
      this.#looksToSkip = this.#pause
      onFailure(error)
    }
  }
}

function newsIn(alarms: readonly Alarm[], told: Told): News[] {
  const begunOrChanged = alarms.flatMap(({ id, cause, message, nextStep }): News[] => {
    const before = told[id]
    if (before?.cause === cause) return []
    return [{ kind: before ? 'changed' : 'begun', id, message, nextStep }]
  })
  const over = Object.entries(told).flatMap(([id, { message }]): News[] =>
    alarms.some((alarm) => alarm.id === id) ? [] : [{ kind: 'over', id, message, nextStep: '' }],
  )
  return [...over, ...begunOrChanged]
}
