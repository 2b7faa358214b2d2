import type { ContractRouterClient } from '@orpc/contract'
import { alarms } from './contract/alarms.ts'
import { backups } from './contract/backups.ts'
import { moving } from './contract/moving.ts'
import { invitations, organization, users } from './contract/people.ts'
import { restores } from './contract/restores.ts'
import { server } from './contract/server.ts'
import { settings } from './contract/settings.ts'
import { status } from './contract/status.ts'
import { storage } from './contract/storage.ts'

/** Everything an owner may ask, once for the window, the page and the command line. A feature adds its section here. */
export const control = { status, settings, organization, users, invitations, storage, backups, restores, alarms, moving, server }

/**
 * What a client of any transport looks like: `control.users.list()`. A stream is an async iterator:
 * `for await (const status of await control.status.watch(undefined, { signal }))`.
 */
export type Control = ContractRouterClient<typeof control>

export type { Alarm, Webhook } from './contract/alarms.ts'
export type { BackupStatus, BackupVerification, SnapshotFacts } from './contract/backups.ts'
export type { RoleName } from './contract/call.ts'
export type { Moving } from './contract/moving.ts'
export type { Credentials, Invitation, Person } from './contract/people.ts'
export type {
  Repository,
  RestoreChoice,
  RestorePreview,
  RestoreResult,
  RestoreSource,
  RestoreStatus,
} from './contract/restores.ts'
export type { Status } from './contract/status.ts'
export type { CheckOutcome, MoveReport, StorageStatus } from './contract/storage.ts'
