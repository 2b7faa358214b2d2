import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync, statfsSync } from 'node:fs'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { newFolder, startLandline } from '../support/landline.ts'

const mebibyte = 1024 * 1024

/** A disk of its own, where this user may make one. */
function ownDisk(): { readonly folder: string; leave(bytes: number): void } | undefined {
  const folder = newFolder()
  const mount = (options: string): void =>
    void execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' })
  try {
    mount('size=1g')
  } catch {
    return undefined
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]))
  return {
    folder,
    leave(bytes) {
      const { blocks, bfree, bsize } = statfsSync(folder)
      mount(`remount,size=${(blocks - bfree) * bsize + bytes}`)
    },
  }
}

test('a disk that is full, or fills up meanwhile, ends a restore with nothing changed, and with room it succeeds', async () => {
  const disk = ownDisk()
  if (!disk) {
    console.info('full disk: not tested here, since this user may not mount one')
    return
  }
  const landline = await startLandline({ folder: path.join(disk.folder, 'data') })
  const { features, folder } = landline.appliance
  for (let i = 0; i < 4; i++) await landline.owner.upload(`${i}.bin`, randomBytes(4 * mebibyte))
  await features.backups.addDestination('usb', { folder: newFolder() }, undefined)
  await features.backups.create('usb', 'asked')
  const choice = { what: 'everything', keepNetworkSettings: true, evenWithoutSafetySnapshot: true } as const
  const wish = { source: { destination: 'usb' }, snapshot: 'latest', choice }
  let isStaged = false
  features.restores.restart = () => {
    isStaged = true
  }
  const over = async () => {
    while (features.restores.status.underWay && !isStaged) await setImmediate()
    return features.restores.status.result
  }

  disk.leave(8 * mebibyte)
  features.restores.start(wish)
  expect(await over()).toMatchObject({ outcome: 'failed', code: 'DISK_FULL', message: expect.stringContaining('17 MiB') })

  disk.leave(500 * mebibyte)
  features.restores.start(wish)
  while (!features.restores.status.underWay?.done) await setImmediate()
  disk.leave(mebibyte)
  expect(await over()).toMatchObject({ outcome: 'failed', code: 'DISK_FULL' })
  expect(readdirSync(folder.path).filter((name) => name.startsWith('restoring'))).toEqual([])
  await landline.owner.get('/users/me')

  disk.leave(500 * mebibyte)
  features.restores.start(wish)
  await over()
  expect(isStaged).toBe(true)
})
