import { statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { uptime } from 'node:os'
import path from 'node:path'
import type { SecretStore } from '../../config/secrets/secret-store.ts'
import type { Database } from '../../database/connection.ts'
import { findRealm } from '../../realm/find.ts'
import type { Backups } from '../backups.ts'
import { localDestination } from '../destinations.ts'
import { type Alarm, alarm } from './alarm.ts'
import { alarmsOf } from './alarms.ts'
import { ClockWatch } from './clock.ts'
import type { Looked } from './looked.ts'
import { Memory, type Told } from './memory.ts'
import { PlaceWatch } from './places.ts'
import { type News, Teller } from './teller.ts'
import { inWords, Webhook } from './webhook.ts'

/** Milliseconds between looks. */
const period = 60_000
/** Seconds: after a longer pause between looks this computer slept. */
const sleep = 5 * 60

export interface WatcherOptions {
  readonly backups: Backups
  readonly folder: { readonly backups: string }
  readonly database: Pick<Database, 'file' | 'read'>
  readonly secrets: SecretStore
  /** Says something to everyone who owns the organization. */
  readonly tellOwners: (text: string) => Promise<void>
  /** While it does, there is nothing to back up here. */
  readonly isGone?: () => boolean
  readonly warn: (cause: unknown, sentence: string) => void
  /** Seconds since this computer was started, sleep included. */
  readonly uptime?: () => number
  /** Bytes. */
  readonly freeBytes?: (folder: string) => Promise<number>
}

export type StandingAlarm = Alarm & { readonly since: number }

/**
 * Watches over the backups, and is no part of what makes them. It looks every minute, tells the owners by direct message and by
 * webhook what begins and what ends, and shows it to whoever asks. Nothing that goes wrong in it reaches anything else.
 */
export class Watcher {
  readonly webhook: Webhook
  readonly #options: Required<WatcherOptions>
  readonly #memory: Memory
  readonly #clock: ClockWatch
  readonly #places: PlaceWatch
  readonly #tellers: Readonly<Record<'owners' | 'webhook', Teller>>
  readonly #listeners = new Set<(alarms: readonly StandingAlarm[]) => void>()
  #timer: NodeJS.Timeout | undefined
  #looked: Looked
  #lookedAt: number
  #awakeSince: number
  #heard = ''

  constructor(given: WatcherOptions) {
    const options = { isGone: () => false, uptime, freeBytes: freeBytesOf, ...given }
    const { backups, folder, database, secrets, warn } = options
    this.#options = options
    this.#memory = new Memory(path.join(folder.backups, 'alarms.json'), warn)
    this.#clock = new ClockWatch(this.#memory.now.jump)
    this.#places = new PlaceWatch(backups)
    this.#looked = { awakeFor: 0, jump: this.#memory.now.jump, places: this.#places.looks, disk: undefined }
    this.#lookedAt = this.#awakeSince = options.uptime()
    const organization = async (): Promise<string> => (await findRealm(database.read))?.name ?? 'Landline'
    const changed = (): void => backups.changedSettings.changed()
    this.webhook = new Webhook({ secrets, memory: this.#memory, organization, changed, now: backups.now })
    this.#tellers = {
      owners: this.#teller('owners', (news) => options.tellOwners(inWords(news))),
      webhook: this.#teller('webhook', (news) => this.webhook.say(news)),
    }
  }

  /** What is to be known now, the oldest first. */
  get alarms(): StandingAlarm[] {
    const { backups, isGone } = this.#options
    if (isGone()) return []
    const { since, webhook } = this.#memory.now
    return [...alarmsOf(backups, this.#looked), ...silentWebhook(webhook)]
      .map((one) => ({ ...one, since: since[one.id] ?? backups.now() }))
      .sort((a, b) => a.since - b.since)
  }

  /** Hears of the alarms when they begin, end or change, and of those that there are now. */
  onChange(listener: (alarms: readonly StandingAlarm[]) => void): void {
    this.#listeners.add(listener)
    listener(this.alarms)
  }

  start(): void {
    this.#timer = setTimeout(() => void this.#lookAgain(), period)
    this.#timer.unref()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#listeners.clear()
  }

  async #lookAgain(): Promise<void> {
    await this.look()
    if (this.#timer) this.start()
  }

  /** Looks at everything once, and tells what is new. Never fails. */
  async look(): Promise<void> {
    const { backups, isGone, warn } = this.#options
    try {
      if (isGone()) return this.#tellListeners([])
      if (!(await backups.isSetUp())) return
      await this.#gather()
      const { alarms } = this
      this.#memory.change({ since: Object.fromEntries(alarms.map(({ id, since }) => [id, since])) })
      this.#tellListeners(alarms)
      await this.#tellers.owners.tell(alarms)
      await this.#tellers.webhook.tell(alarms.filter(({ code }) => code !== 'ALARM_WEBHOOK_FAILED'))
    } catch (error) {
      warn(error, 'The watch over the backups met something it was not prepared for')
    }
  }

  async #gather(): Promise<void> {
    const { backups, folder, uptime, freeBytes } = this.#options
    const awake = uptime()
    if (awake - this.#lookedAt > sleep) this.#awakeSince = awake
    this.#lookedAt = awake
    const jump = this.#clock.look({ now: backups.now(), uptime: awake })
    this.#memory.change({ jump })
    const [free] = await Promise.all([freeBytes(folder.backups).catch(() => undefined), this.#places.look(awake)])
    const disk = free === undefined ? undefined : { free, needed: this.#neededBytes() }
    this.#looked = { awakeFor: awake - this.#awakeSince, jump, places: this.#places.looks, disk }
  }

  /** A copy of the database for a while, and as much as the last backup added. */
  #neededBytes(): number {
    const { backups, database } = this.#options
    const bytes = statSync(database.file, { throwIfNoEntry: false })?.size ?? 0
    return bytes + (backups.state.of(localDestination).verified?.newBytes ?? bytes)
  }

  #tellListeners(alarms: readonly StandingAlarm[]): void {
    const now = JSON.stringify(alarms.map(({ id, cause }) => [id, cause]))
    if (now === this.#heard) return
    this.#heard = now
    for (const listener of this.#listeners) listener(alarms)
  }

  #teller(name: 'owners' | 'webhook', say: (news: News) => Promise<void>): Teller {
    const memory = this.#memory
    const set = (told: Told): void => memory.change({ told: { ...memory.now.told, [name]: told } })
    const onFailure = (error: unknown): void => this.#options.warn(error, `An alarm did not reach the ${name}`)
    return new Teller({ told: { get: () => memory.now.told[name], set }, say, onFailure })
  }
}

function silentWebhook({ failure }: Memory['now']['webhook']): Alarm[] {
  if (!failure) return []
  const message = `Alarms do not get through. ${failure.message}`
  const nextStep = 'See whether the address under Settings, Backups is right and whether that service runs, then send a test.'
  return [alarm({ code: 'ALARM_WEBHOOK_FAILED', message, nextStep })]
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
