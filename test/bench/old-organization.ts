import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApiKey } from '../../server/accounts/sign-in/api-keys.ts'
import type { UserId } from '../../server/api/ids.ts'
import { openAppliance } from '../../server/appliance.ts'
import { openDataFolder } from '../../server/config/data-folder.ts'
import { createSystemGroups } from '../../server/realm/system-groups.ts'
import { fillDatabase, million, type Size } from './million.ts'

/** Years of chatting, and the keys of a few of those who were there. */
export interface OldOrganization {
  readonly folder: string
  readonly databaseMegabytes: number
  /** Authorization headers. */
  readonly members: readonly string[]
  remove(): void
}

export async function makeOldOrganization(size: Size = million, keys = 10): Promise<OldOrganization> {
  const root = mkdtempSync(join(tmpdir(), 'landline-bench-'))
  const folder = join(root, 'data')
  fillDatabase(openDataFolder(folder).database, size)
  const appliance = await openAppliance({ folder, command: 'a bench', web: { chat: '', settings: '' } })
  const members = await appliance.database.inTransaction(async (trx) => {
    await createSystemGroups(trx)
    const headers: string[] = []
    for (let id = 1; id <= keys; id++) {
      const key = await createApiKey(trx, id as UserId, 'bench')
      headers.push(`Basic ${Buffer.from(`person${id}@example.com:${key}`).toString('base64')}`)
    }
    return headers
  })
  appliance.database.sqlite.pragma('wal_checkpoint(TRUNCATE)')
  await appliance.close()
  settle(join(folder, 'landline.db'))
  const databaseMegabytes = statSync(join(folder, 'landline.db')).size / 1e6
  return { folder, databaseMegabytes, members, remove: () => rmSync(root, { recursive: true, force: true }) }
}

/** Or the first commit that is measured waits for half a gigabyte to reach the disk. */
function settle(file: string): void {
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}
