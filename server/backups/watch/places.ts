import { setTimeout } from 'node:timers/promises'
import { unixTime } from '../../api/unix-time.ts'
import type { Backups } from '../backups.ts'
import { localDestination } from '../destinations.ts'
import { BackupRefused } from '../refused.ts'

export interface PlaceLook {
  /** Looks in a row that did not find the backups there. */
  readonly failures: number
  readonly cause: string
  readonly nextStep: string
  /** The date that the newest snapshot there bears, in Unix seconds. */
  readonly newestAt: number | undefined
}

/** Looks in a row that make a place missing: one may fail because somebody moves a cable. */
export const enoughLooks = 2
/** Seconds between looks: often enough to know by day what would fail at night, seldom enough to let a disk sleep. */
const period = 15 * 60
const periodWhereMissing = 5 * 60

const found: PlaceLook = { failures: 0, cause: '', nextStep: '', newestAt: undefined }

/** Goes to where the backups are and sees whether they are there, by day, and not only when the next one is made. */
export class PlaceWatch {
  readonly #backups: Backups
  readonly #patience: number
  readonly #looks = new Map<string, PlaceLook>()
  readonly #lookedAt = new Map<string, number>()
  readonly #underWay = new Set<string>()

  /** @param patience milliseconds for a place to answer */
  constructor(backups: Backups, patience = 30_000) {
    this.#backups = backups
    this.#patience = patience
  }

  get looks(): ReadonlyMap<string, PlaceLook> {
    return this.#looks
  }

  /** @param uptime seconds, of a clock that is never set */
  async look(uptime: number): Promise<void> {
    const { names } = this.#backups.destinations
    for (const name of this.#looks.keys()) if (!names.includes(name)) this.#forget(name)
    await Promise.all(names.filter((name) => this.#isTime(name, uptime)).map((name) => this.#lookAt(name, uptime)))
  }

  #forget(name: string): void {
    this.#looks.delete(name)
    this.#lookedAt.delete(name)
  }

  #isTime(name: string, uptime: number): boolean {
    if (name === localDestination && !this.#backups.state.of(name).verified) return false // it is made by the first backup
    const wait = this.#isDoubtful(name) ? 0 : this.#looks.get(name)?.failures ? periodWhereMissing : period
    const last = this.#lookedAt.get(name)
    return last === undefined || uptime - last >= wait
  }

  /** The journal goes there every few seconds, and has met something else than we did. */
  #isDoubtful(name: string): boolean {
    const met = this.#backups.journal?.status.find(({ destination }) => destination === name)
    const isMissing = (this.#looks.get(name)?.failures ?? 0) >= enoughLooks
    return met !== undefined && isMissing !== (met.failure !== undefined)
  }

  async #lookAt(name: string, uptime: number): Promise<void> {
    this.#lookedAt.set(name, uptime)
    const silence = { message: 'It does not answer.', nextStep: 'See whether this computer still reaches it.' }
    const problem = this.#underWay.has(name) ? silence : await this.#withinPatience(this.#visit(name), silence)
    if (problem === undefined) return
    const failures = (this.#looks.get(name)?.failures ?? 0) + 1
    this.#looks.set(name, { ...found, failures, cause: problem.message, nextStep: problem.nextStep })
  }

  /** A network drive that is gone may hang for hours; it is asked again once it has said something. */
  async #withinPatience<T>(visit: Promise<T>, silence: T): Promise<T> {
    const stop = new AbortController()
    const late = setTimeout(this.#patience, silence, { signal: stop.signal, ref: false }).catch(() => silence)
    return await Promise.race([visit, late]).finally(() => stop.abort())
  }

  async #visit(name: string): Promise<{ message: string; nextStep: string } | undefined> {
    this.#underWay.add(name)
    try {
      const newest = await this.#backups.reading(name, async (repository) => (await repository.snapshots()).at(-1))
      this.#looks.set(name, { ...found, newestAt: newest && unixTime(newest.createdAt) })
      return undefined
    } catch (error) {
      if (error instanceof BackupRefused) return error
      return { message: (error as Error).message, nextStep: 'The log in the data folder (logs/landline.log) may say more.' }
    } finally {
      this.#underWay.delete(name)
    }
  }
}
