import type { RequestFacts } from '../../api/route.ts'
import type { Database } from '../../database/connection.ts'
import { LinkFactFinder } from '../../markdown/link-previews/link-facts.ts'
import { messagesShowingPath } from '../../uploads/files/uses.ts'
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
  /** For an upload that looked like a picture and is none: its messages drop their previews. */
  dropPreviews(path: string): void
  close(): Promise<void>
}

export function openOutside({ database, externalImageUrl, warn, finder = new LinkFactFinder() }: OutsideOptions): Outside {
  const rendering = new RenderingQueue({ database, finder, externalImageUrl, warn })
  useRenderingQueue(database.read, rendering)
  return {
    surroundingsOf: ({ origin }) => ({ realmUrl: origin, externalImageUrl }),
    dropPreviews(path) {
      messagesShowingPath(database.read, path).then(
        (ids) => rendering.add(ids),
        (cause: unknown) => warn(cause, `Messages that show ${path} keep a preview of it`),
      )
    },
    close: () => rendering.close(),
  }
}
