import { cpSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { startWatched } from '../../../test/support/backups/watched.ts'
import { newFolder, startLandline } from '../../../test/support/landline.ts'
import { tellOwners } from '../../messages/notices.ts'
import { hour } from './alarm.ts'

const day = 24 * hour

test('the owner hears that there has been no good backup for a day, and no more of it after the next one', async () => {
  const { backups, pass, told } = await startWatched()
  backups.change({ schedule: '0 2 * * *' })
  expect(await pass(24 * hour)).not.toContain('BACKUP_OLD')
  expect(await pass(26 * hour)).toContain('BACKUP_OLD')
  expect(told).toContainEqual(expect.stringMatching(/no good backup for more than \d+ (hours|days)\. There is none yet/))

  await backups.create(undefined, 'schedule')
  expect(await pass(60)).toEqual([])
  expect(told.at(-1)).toMatch(/^This is over: /)
  await pass(50 * hour)
  expect(told).toContainEqual(expect.stringContaining('The last one that could be read back is of'))
})

test('whoever wants backups on working days hears nothing on a Sunday', async () => {
  const { backups, world, pass, codes } = await startWatched()
  backups.change({ schedule: '0 20 * * 1-5' })
  const friday = new Date(2090, 2, 10, 20, 5).getTime() / 1000
  world.now = friday
  await backups.create(undefined, 'schedule')
  await pass(60)
  expect(codes()).not.toContain('BACKUP_OLD')
  expect(await pass(2 * day)).not.toContain('BACKUP_OLD')
  expect(await pass(2 * day)).toContain('BACKUP_OLD') // Tuesday evening, and nothing on Monday
})

test('a stick that is pulled out is missed by day, and not only at night; until it is back', async () => {
  const { backups, pass, told } = await startWatched()
  const stick = path.join(newFolder(), 'stick')
  mkdirSync(stick)
  await backups.addDestination('stick', { folder: stick }, undefined)
  await backups.create(undefined, 'asked')
  expect(await pass(60)).toEqual([])

  renameSync(stick, `${stick}-away`)
  expect(await pass(16 * 60), 'once may be somebody who moves a cable').toEqual([])
  expect(await pass(6 * 60)).toEqual(['BACKUP_PLACE_GONE'])
  expect(told).toEqual([expect.stringContaining(stick)])

  renameSync(`${stick}-away`, stick)
  expect(await pass(6 * 60)).toEqual([])
  expect(told).toHaveLength(2)
  await backups.removeDestination('stick')
  rmSync(stick, { recursive: true })
  expect(await pass(20 * 60, 20), 'nobody misses a place that is none any more').not.toContain('BACKUP_PLACE_GONE')
})

test('the owner hears of a drill that failed, of one that is long ago, and of the one that went well', async () => {
  const { landline, backups, pass, told } = await startWatched()
  await backups.create(undefined, 'asked')
  const chunks = path.join(landline.appliance.folder.backups, 'chunks')
  cpSync(chunks, `${chunks}-kept`, { recursive: true })
  rmSync(chunks, { recursive: true })
  await backups.drill('local')
  expect(await pass(60)).toEqual(['BACKUP_DRILL_FAILED'])

  renameSync(`${chunks}-kept`, chunks)
  await backups.drill('local')
  expect(await pass(60)).toEqual([])
  expect(await pass(15 * day)).toContain('BACKUP_DRILL_OLD')
  await backups.drill('local')
  expect(await pass(60)).not.toContain('BACKUP_DRILL_OLD')
  expect(told.filter((text) => text.includes('two weeks'))).toHaveLength(2)
})

test('the owner hears that the disk fills before the next backup fails for it', async () => {
  const { world, pass } = await startWatched()
  expect(await pass(60)).toEqual([])
  world.freeBytes = 100_000
  expect(await pass(60)).toEqual(['BACKUP_DISK_LOW'])
  world.freeBytes = 1e12
  expect(await pass(60)).toEqual([])
})

test('a backup that was due and does not begin is missed, but not by a computer that just woke up', async () => {
  const { backups, world, pass } = await startWatched()
  world.now = new Date(2090, 2, 10, 1, 30).getTime() / 1000
  await backups.create(undefined, 'asked')
  await pass(60)
  expect(await pass(9 * hour), 'it was asleep at two').not.toContain('BACKUP_SCHEDULE_STALLED')
  expect(await pass(16 * 60, 16)).toContain('BACKUP_SCHEDULE_STALLED')
  await backups.create(undefined, 'schedule')
  expect(await pass(60)).not.toContain('BACKUP_SCHEDULE_STALLED')
})

test('a clock that is set is noticed, and sleep is no such thing', async () => {
  const { world, pass, told } = await startWatched()
  await pass(60)
  expect(await pass(8 * hour), 'asleep').toEqual([])
  world.now += 3 * day
  expect(await pass(60)).toContain('BACKUP_CLOCK_JUMPED')
  expect(told.join()).toContain('forwards by 3 days')
  world.now -= 3 * day
  expect(await pass(60)).not.toContain('BACKUP_CLOCK_JUMPED')
  world.now -= 2 * hour
  expect(await pass(60)).toContain('BACKUP_CLOCK_JUMPED')
  expect(told.join()).toContain('back by 2 hours')
  expect(await pass(25 * hour), 'a day later it is history').not.toContain('BACKUP_CLOCK_JUMPED')
})

test('a clock that is behind the newest backup is noticed even where nobody saw it being set', async () => {
  const watched = await startWatched()
  const { backups, world, pass } = watched
  await backups.create(undefined, 'asked')
  world.now -= 30 * day
  watched.restart()
  expect(await pass(60)).toContain('BACKUP_CLOCK_JUMPED')
  world.now += 30 * day
  watched.restart()
  expect(await pass(60)).not.toContain('BACKUP_CLOCK_JUMPED')
})

test('a recovery key that nobody has shown is asked for after a day, and again after half a year', async () => {
  const { backups, pass, watcher } = await startWatched()
  const key = await backups.createKey(false)
  expect(await pass(hour)).toEqual([])
  expect(await pass(day)).toContain('BACKUP_KEY_UNPROVED')
  expect(watcher.alarms.find(({ code }) => code === 'BACKUP_KEY_UNPROVED')).toMatchObject({ isReminder: true })
  await backups.proveKey(key.reveal())
  expect(await pass(60)).not.toContain('BACKUP_KEY_UNPROVED')
  expect(await pass(183 * day)).toContain('BACKUP_KEY_UNPROVED')
  await backups.proveKey(key.reveal())
  expect(await pass(60)).not.toContain('BACKUP_KEY_UNPROVED')
})

test('every owner has a direct message from the Notification Bot when it begins and one when it is over', async () => {
  const landline = await startLandline()
  const { database } = landline.appliance
  const other = await landline.user('Otto', { role: 'owner' })
  const member = await landline.user('Mia')
  const { world, pass } = await startWatched({
    landline,
    tellOwners: (text) => database.inTransaction((trx) => tellOwners(trx, text)),
  })
  world.freeBytes = 100_000
  await pass(60, 1)
  await pass(600, 10)
  world.freeBytes = 1e12
  await pass(120, 2)

  for (const owner of [landline.owner, other]) {
    const { messages } = await owner.get('/messages', { anchor: 'newest', num_before: 10, num_after: 0, narrow: [] })
    const found = messages as { content: string; sender_email: string; type: string; flags: string[] }[]
    expect(found.map(({ content }) => content)).toEqual([
      expect.stringContaining('The next backup needs'),
      expect.stringContaining('This is over: The disk of the data folder'),
    ])
    expect(found[0]).toMatchObject({ type: 'private', flags: [], sender_email: expect.stringContaining('notification') })
  }
  const { messages } = await member.get('/messages', { anchor: 'newest', num_before: 10, num_after: 0, narrow: [] })
  expect(messages).toEqual([])
})

test('a restart repeats nothing, and another cause of the same alarm is told', async () => {
  const watched = await startWatched()
  const { backups, pass, told } = watched
  const failed = (message: string): void => backups.state.failed('local', { at: watched.world.now, message, nextStep: 'Look.' })
  failed('The disk is full.')
  await pass(60)
  const [{ since } = { since: 0 }] = watched.watcher.alarms
  watched.restart()
  failed('The disk is full.')
  await pass(600, 10)
  expect(told).toHaveLength(1)
  expect(watched.watcher.alarms).toMatchObject([{ code: 'BACKUP_FAILED', since }])
  failed('The folder is read-only.')
  await pass(60)
  expect(told).toEqual([expect.stringContaining('full'), expect.stringContaining('read-only')])
})

test('who cannot be told at once is told later, ever more rarely, and nothing else suffers', async () => {
  let tries = 0
  let isReached = false
  const told: string[] = []
  const watched = await startWatched({
    async tellOwners(text) {
      tries += 1
      if (!isReached) throw new Error('The database is read-only')
      told.push(text)
    },
  })
  watched.backups.change({ schedule: null })
  watched.world.freeBytes = 100_000
  expect(await watched.pass(60 * 60, 60)).toEqual(['BACKUP_DISK_LOW'])
  expect(tries).toBeLessThan(8)
  expect(watched.warnings).toHaveLength(tries)
  isReached = true
  await watched.pass(60 * 60, 60)
  expect(told).toHaveLength(1)
})

test('changes that do not arrive within a minute are missed, but for a place that is missed itself', async () => {
  const { backups, world, pass, told } = await startWatched()
  await backups.create(undefined, 'asked')
  const status = { destination: 'local', shippedAt: world.now as number | null, failure: undefined as unknown }
  Object.assign(backups, { journal: { status: [status] } })
  expect(await pass(60)).toEqual([])
  expect(await pass(60)).toEqual(['BACKUP_JOURNAL_BEHIND'])
  expect(told.at(-1)).toContain('has arrived in')
  world.now -= day
  expect(await pass(60), 'a clock that is set back hides nothing').toContain('BACKUP_JOURNAL_BEHIND')
  world.now += day
  status.shippedAt = world.now
  expect(await pass(60)).toEqual([])

  const header = path.join(backups.destinations.whereIs('local').where, 'repository.json')
  const away = path.join(newFolder(), 'away')
  renameSync(header, away)
  status.failure = new Error('It is away')
  expect(await pass(120, 2), 'it is looked for at once').toEqual(['BACKUP_PLACE_GONE'])
  renameSync(away, header)
  Object.assign(status, { failure: undefined, shippedAt: world.now + 60 })
  expect(await pass(60), 'and found at once').toEqual([])
})

test('work on backups that never ends is noticed, since everything else waits for it', async () => {
  const { backups, pass, told } = await startWatched()
  backups.change({ schedule: null })
  await backups.create(undefined, 'asked')
  const stuck = Promise.withResolvers<{ people: number; newestMessage: null }>()
  backups.rehearse = () => stuck.promise
  const drill = backups.drill('local')
  await expect.poll(() => backups.underWay?.what).toBe('drill')
  expect(await pass(11 * hour)).toEqual([])
  expect(await pass(2 * hour)).toEqual(['BACKUP_SCHEDULE_STALLED'])
  expect(told.at(-1)).toContain('has not ended since')
  stuck.resolve({ people: 1, newestMessage: null })
  await drill
  expect(await pass(60)).toEqual([])
})

test('once the chat is on another computer, nothing is wrong here any more', async () => {
  let isGone = false
  const { world, watcher, pass, told } = await startWatched({ isGone: () => isGone })
  const shown: string[][] = []
  watcher.onChange((alarms) => shown.push(alarms.map(({ code }) => code)))
  world.freeBytes = 100_000
  await pass(60)
  isGone = true
  expect(await pass(60)).toEqual([])
  expect(shown).toEqual([[], ['BACKUP_DISK_LOW'], []])
  expect(told, 'and nobody there to be told that it is over').toHaveLength(1)
})
