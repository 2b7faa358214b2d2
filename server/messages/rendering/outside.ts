import type { RequestFacts } from '../../api/route.ts'
import type { Database } from '../../database/connection.ts'
import { LinkFactFinder } from '../../markdown/link-previews/link-facts.ts'
import { RenderingQueue, useRenderingQueue } from './queue.ts'
import type { Surroundings } from './surroundings.ts'

export interface OutsideOptions {
  readonly database: Database
  readonly externalImageUrl?: (url: string) => string
  /** Asks websites what they are. */
  readonly finder?: LinkFactFinder
  readonly warn: (cause: unknown, sentence: string) => void
}

/** What messages need that is not in the database. */
export interface Outside {
  surroundingsOf(request: Pick<RequestFacts, 'origin'>): Surroundings
  close(): Promise<void>
}

export function openOutside({ database, externalImageUrl, warn, finder = new LinkFactFinder() }: OutsideOptions): Outside {
  const rendering = new RenderingQueue({ database, finder, externalImageUrl, warn })
  useRenderingQueue(database.read, rendering)
  return {
    surroundingsOf: ({ origin }) => ({ realmUrl: origin, externalImageUrl }),
    close: () => rendering.close(),
  }
}
