import { execFile } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openAppliance } from '../../server/appliance.ts'
import { allFiles, allRows } from '../support/backups/bare-backups.ts'
import { newFolder, startLandline, webFolders } from '../support/landline.ts'

/** `npm run test:backups` pulls the plug at each of them. */
const oneIn = import.meta.env.MODE === 'backups' ? 1 : 6

const program = new URL('../support/backups/open-and-end.ts', import.meta.url).pathname

/** A data folder whose organization was backed up, has gone on since, and is to go back at the next start. */
async function stagedFolder(): Promise<string> {
  const landline = await startLandline()
  const { features, folder } = landline.appliance
  await landline.channel('general', { subscribers: [landline.owner] })
  await landline.owner.upload('photo.bin', Buffer.alloc(50_000, 1))
  const [made] = await features.backups.create(undefined, 'asked')
  await landline.owner.send('general', 'lunch', 'Said after the backup')
  await landline.owner.upload('later.bin', Buffer.alloc(1000, 2))
  const choice = { what: 'everything', keepNetworkSettings: true, evenWithoutSafetySnapshot: false } as const
  const staged = Promise.withResolvers<void>()
  features.restores.restart = staged.resolve
  features.restores.start({ source: { destination: 'local' }, snapshot: made!.name.id, choice })
  await staged.promise
  await landline.stop()
  return folder.path
}

const stateOf = (folder: string) => ({
  messages: allRows(path.join(folder, 'landline.db')).messages!.length,
  uploads: Object.keys(allFiles(path.join(folder, 'uploads'))).length,
})

test('killed at any step of bringing a backup in, the next start has the old chat or the new one, whole', async () => {
  const original = await stagedFolder()
  const before = { messages: 1, uploads: 2 }
  const after = { messages: 0, uploads: 1 }
  const copy = path.join(newFolder(), 'data')
  const startOn = async (n: number): Promise<string> => {
    rmSync(copy, { recursive: true, force: true })
    cpSync(original, copy, { recursive: true })
    const child = promisify(execFile)(process.execPath, [program, copy, String(n)])
    return await child.then(
      ({ stdout }) => stdout,
      (error: { signal?: string; stderr?: string }) => error.signal ?? `${error.stderr}`,
    )
  }
  const changes = Number(await startOn(0))
  expect(stateOf(copy)).toEqual(after)
  expect(changes).toBeGreaterThan(10)
  for (let n = 1; n <= changes; n += oneIn) {
    expect(await startOn(n)).toBe('SIGKILL')
    const appliance = await openAppliance({ folder: copy, command: 'a test', web: webFolders })
    const { result } = appliance.features.restores.status
    await appliance.close()
    expect(result, `killed at ${n}`).toMatchObject({ outcome: 'done' })
    expect(stateOf(copy), `killed at ${n}`).toEqual(after)
    expect(stateOf(result!.replaced!.folder), `killed at ${n}`).toEqual(before)
  }
})
