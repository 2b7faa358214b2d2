import type { Router } from '@orpc/server'
import { alarmCalls } from './alarms.ts'
import { backupCalls } from './backups.ts'
import type { control } from './contract.ts'
import { invitationCalls } from './invitations.ts'
import { movingCalls } from './moving.ts'
import type { Owner } from './owner.ts'
import { organizationCalls, userCalls } from './people.ts'
import { restoreCalls } from './restores.ts'
import { serverCalls } from './server.ts'
import { settingsCalls } from './settings.ts'
import { statusCalls } from './status.ts'
import { storageCalls } from './storage.ts'

/** Every section of the contract with what answers it. */
export const controlRouter: Router<typeof control, Owner> = {
  status: statusCalls,
  settings: settingsCalls,
  organization: organizationCalls,
  users: userCalls,
  invitations: invitationCalls,
  storage: storageCalls,
  backups: backupCalls,
  restores: restoreCalls,
  alarms: alarmCalls,
  moving: movingCalls,
  server: serverCalls,
}
