import { type Away, movedAway } from '../../api/away.ts'
import type { Problem } from '../../config/problem.ts'
import type { Settings } from '../../config/settings.ts'
import type { WriteGate } from '../../database/write-gate.ts'
import type { Backups } from '../backups.ts'
import type { MadeBackup } from '../maker.ts'
import { BackupRefused } from '../refused.ts'

const stay = 30 * 24 * 60 * 60

export type MoveTarget = { readonly folder: string } | { readonly destination: string }

export interface MovingParts {
  readonly backups: Pick<Backups, 'create' | 'createIn' | 'destinations' | 'now'>
  readonly settings: { get(): Pick<Settings, 'movedTo'>; change(changes: Pick<Settings, 'movedTo'>): void }
  readonly writes: WriteGate
  /** Ends what clients listen with: they come back, and hear where the chat went. */
  readonly hangUp: () => void
}

/**
 * The move to another computer, as the old one sees it. It makes a backup while people go on talking, so that the last one, while
 * nobody can, has little to add. Once that is whole nothing is written here any more: what is on the new computer is everything.
 */
export class Moving {
  readonly #parts: MovingParts
  #phase: 'copying' | 'closing' | undefined

  constructor(parts: MovingParts) {
    this.#parts = parts
    parts.writes.refusal = () => this.away && movedAway(this.away)
  }

  /** Undefined while people are served here. */
  get away(): Away | undefined {
    const { movedTo } = this.#parts.settings.get()
    if (movedTo) return { isMoving: false, url: movedTo.url }
    return this.#phase === 'closing' ? { isMoving: true, url: null } : undefined
  }

  status() {
    const { movedTo } = this.#parts.settings.get()
    return {
      state: movedTo ? ('gone' as const) : (this.#phase ?? ('here' as const)),
      url: movedTo?.url ?? null,
      at: movedTo?.at ?? null,
      stayUntil: movedTo ? movedTo.at + stay : null,
      backup: movedTo?.backup ?? null,
    }
  }

  /** For the status: that nobody is served here, and what is left to do. */
  get problems(): Problem[] {
    const { movedTo } = this.#parts.settings.get()
    if (!movedTo) return []
    const where = movedTo.url ?? 'another computer'
    const isLongAgo = this.#parts.backups.now() > movedTo.at + stay
    const nextStep =
      movedTo.url === null
        ? 'Say its new address, so that people are sent there; or open it here again.'
        : isLongAgo
          ? 'That was a month ago: this computer can be switched off.'
          : 'Leave this computer on for a month, so that whoever comes to the old address learns of the new one.'
    return [{ code: 'MOVED_AWAY', message: `This chat has moved to ${where}. Nobody is served here.`, nextStep }]
  }

  /** @throws BackupRefused MOVE_UNDER_WAY, MOVE_DONE, or why there is no last backup; then people are served as before */
  async begin(to: MoveTarget): Promise<void> {
    if (this.away && !this.#phase) throw done()
    if (this.#phase) throw underWay()
    const { writes, hangUp, settings, backups } = this.#parts
    try {
      this.#phase = 'copying'
      await this.#backUp(to)
      this.#phase = 'closing'
      hangUp()
      await writes.idle()
      const { destination, name } = await this.#backUp(to)
      const where = 'folder' in to ? to.folder : backups.destinations.whereIs(destination).where
      const backup = { where, snapshot: name.id, isSealed: name.isSealed }
      settings.change({ movedTo: { url: null, at: backups.now(), backup } })
    } finally {
      this.#phase = undefined
    }
  }

  /** @throws BackupRefused MOVE_ADDRESS, MOVE_NOT_BEGUN */
  finish(text: string): URL {
    const { settings } = this.#parts
    const { movedTo } = settings.get()
    if (!movedTo) throw notBegun()
    const url = URL.parse(text.trim())
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) throw noAddress()
    settings.change({ movedTo: { ...movedTo, url: url.origin } })
    return url
  }

  /** @throws BackupRefused MOVE_NOT_BEGUN */
  undo(): void {
    const { settings } = this.#parts
    if (!settings.get().movedTo) throw notBegun()
    settings.change({ movedTo: null })
  }

  async #backUp(to: MoveTarget): Promise<MadeBackup> {
    const { backups } = this.#parts
    if ('folder' in to) return await backups.createIn(to.folder, 'asked')
    const [made] = await backups.create(to.destination, 'asked')
    return made!
  }
}

const done = (): BackupRefused =>
  new BackupRefused(
    'MOVE_DONE',
    'This chat has already moved to another computer.',
    'To serve people here again, undo the move first.',
  )

const underWay = (): BackupRefused =>
  new BackupRefused('MOVE_UNDER_WAY', 'The move is under way.', 'Wait until the last backup is made.')

const notBegun = (): BackupRefused => new BackupRefused('MOVE_NOT_BEGUN', 'This chat has not moved.', 'Begin a move first.')

const noAddress = (): BackupRefused =>
  new BackupRefused(
    'MOVE_ADDRESS',
    'That is no address of a server.',
    'It looks like https://chat.example.org or http://192.168.1.20:5463.',
  )
