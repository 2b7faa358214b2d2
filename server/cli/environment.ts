import type { Secret } from '../config/secrets/secret.ts'
import type { WebFolders } from '../http/web-pages.ts'

/** What the process was given besides its arguments. Only `server/main.ts` reads it from the system. */
export interface Environment {
  /** The folder somebody named, else the usual one. */
  dataFolder(named: string | undefined): string
  readonly masterKey: Secret | undefined
  readonly hasRateLimits: boolean
  /** The pages that browsers load, as they were built. */
  readonly web: WebFolders
}
