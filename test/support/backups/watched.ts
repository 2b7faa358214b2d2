import { Backups } from '../../../server/backups/backups.ts'
import { chosenIn } from '../../../server/backups/chosen-settings.ts'
import { Watcher, type WatcherOptions } from '../../../server/backups/watch/watcher.ts'
import { rehearseWith } from '../../../server/rehearse.ts'
import { type Landline, startLandline } from '../landline.ts'

/** Backups of a real server, and a watcher over them, whose clocks and disk are the test's. */
export async function startWatched({ landline: given, ...options }: Partial<WatcherOptions> & { landline?: Landline } = {}) {
  const landline = given ?? (await startLandline())
  const { folder, database, settings, secrets, features, options: asked } = landline.appliance
  const world = { now: Math.floor(Date.now() / 1000), uptime: 1000, freeBytes: 1e12 }
  const told: string[] = []
  const warnings: unknown[] = []
  const backups = new Backups({
    folder,
    database,
    secrets: secrets.store,
    library: features.uploads.files,
    settings: chosenIn(settings),
    now: () => world.now,
  })
  backups.rehearse = rehearseWith(asked)
  const startWatcher = (): Watcher =>
    new Watcher({
      backups,
      folder,
      database,
      secrets: secrets.store,
      tellOwners: async (text) => void told.push(text),
      warn: (cause) => void warnings.push(cause),
      uptime: () => world.uptime,
      freeBytes: async () => world.freeBytes,
      ...options,
    })
  const watched = {
    landline,
    backups,
    watcher: startWatcher(),
    world,
    told,
    warnings,
    /** As after a stop of the server. */
    restart(): void {
      watched.watcher = startWatcher()
    },
    /** Time passes, with a look every minute at its end, as often as it takes to notice. */
    async pass(seconds: number, looks = 1): Promise<string[]> {
      world.now += seconds - looks * 60
      world.uptime += seconds - looks * 60
      for (let look = 0; look < looks; look += 1) {
        world.now += 60
        world.uptime += 60
        await watched.watcher.look()
      }
      return watched.codes()
    },
    codes: (): string[] => watched.watcher.alarms.map(({ code }) => code),
  }
  return watched
}
