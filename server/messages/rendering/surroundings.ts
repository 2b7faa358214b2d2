import type { LinkFacts } from '../../markdown/context.ts'

/** What rendering takes from outside the database. */
export interface Surroundings {
  /** Origin under which the author reaches us: links to it become relative. */
  readonly realmUrl: string
  /** Where readers load a picture of another site from, so that the site learns nothing of them. */
  readonly externalImageUrl?: (url: string) => string
  /** What websites said of themselves. */
  readonly linkFacts?: readonly LinkFacts[]
}
