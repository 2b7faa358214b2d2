import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/*
 * AES-256-GCM with a random nonce of 96 bits: one key may seal 2^32 objects before two nonces meet with a chance of 2^-32
 * (NIST SP 800-38D, 8.3). With one every second that takes 136 years.
 */
const nonceBytes = 12
const tagBytes = 16
const sealedOverhead = nonceBytes + tagBytes

/** Everything that a repository's data key does. */
export class Cipher {
  readonly #dataKey: Buffer
  readonly #sealing: Buffer
  readonly #naming: Buffer

  constructor(dataKey: Buffer) {
    this.#dataKey = dataKey
    const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', dataKey, '', `landline backups 1 ${purpose}`, 32))
    this.#sealing = derive('sealing')
    this.#naming = derive('naming')
  }

  /** The data key, for another thread of ours and nobody else. */
  reveal(): Buffer {
    return this.#dataKey
  }

  /** What a chunk is called: without the key, a name says nothing about the content. */
  name(sha256: Buffer): string {
    return createHmac('sha256', this.#naming).update(sha256).digest('hex')
  }

  /** Tells this key from others, and nothing about it. */
  get fingerprint(): string {
    return this.name(Buffer.alloc(32)).slice(0, 16)
  }

  /** @param place what the object is and where it belongs: it opens nowhere else */
  seal(bytes: Buffer, place: string): Buffer {
    return Buffer.concat(this.sealInPieces([bytes], place))
  }

  /** As `seal`: of pieces that belong together, the pieces of what is sealed. */
  sealInPieces(pieces: readonly Buffer[], place: string): Buffer[] {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', this.#sealing, nonce).setAAD(Buffer.from(place))
    const sealed = pieces.map((piece) => cipher.update(piece))
    return [nonce, ...sealed, cipher.final(), cipher.getAuthTag()]
  }

  /** @throws Error where a single bit, the place or the key is another */
  open(sealed: Buffer, place: string): Buffer {
    if (sealed.length < sealedOverhead) throw new Error('too short to be sealed')
    const nonce = sealed.subarray(0, nonceBytes)
    const decipher = createDecipheriv('aes-256-gcm', this.#sealing, nonce, { authTagLength: tagBytes })
    decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(-tagBytes))
    const opened = decipher.update(sealed.subarray(nonceBytes, -tagBytes))
    try {
      decipher.final() // compares the tag, and has nothing to add
    } catch (cause) {
      throw new Error('it is not what was sealed, or was sealed with another key', { cause })
    }
    return opened
  }
}
