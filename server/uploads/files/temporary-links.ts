import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Clients ask for a minute; a video player comes back with the same address whenever its viewer skips ahead. */
const lifetime = 10 * 60

/** Addresses that open one file to whoever holds them, for a while. They end with the process that made them. */
export class TemporaryLinks {
  readonly #secret = randomBytes(32)
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  make(uploadId: number): string {
    const text = `${uploadId}.${this.#now() + lifetime}`
    return `${text}.${this.#seal(text).toString('base64url')}`
  }

  /** The upload that a token opens; undefined for one that is too old, or not ours. */
  read(token: string): number | undefined {
    const [, text = '', seal = ''] = /^(\d{1,15}\.\d{1,15})\.([\w-]{43})$/.exec(token) ?? []
    const given = Buffer.from(seal, 'base64url')
    const right = this.#seal(text)
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
    const [uploadId, expiresAt] = text.split('.').map(Number)
    return expiresAt! >= this.#now() ? uploadId : undefined
  }

  #seal(text: string): Buffer {
    return createHmac('sha256', this.#secret).update(text).digest()
  }
}
