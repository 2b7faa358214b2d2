import { createHash, hash } from 'node:crypto'

/** Half a sha256: two pages meet by chance once in 2^64. */
export const hashBytes = 16

/** What each page of a database is, in 16 bytes a page: enough to tell which ones changed without the old ones at hand. */
export class PageHashes {
  readonly bytes: Buffer

  /** @param bytes of another moment, which are copied */
  constructor(count: number, bytes: Buffer = Buffer.alloc(0)) {
    this.bytes = Buffer.alloc(count * hashBytes)
    bytes.copy(this.bytes)
  }

  get count(): number {
    return this.bytes.length / hashBytes
  }

  /** Notes what a page is now. @returns whether it was another before */
  set(page: number, content: Buffer): boolean {
    const now = hash('sha256', content, 'binary').slice(0, hashBytes) // the fastest of Node's ways: a string with a character a byte
    const at = (page - 1) * hashBytes
    if (this.bytes.toString('latin1', at, at + hashBytes) === now) return false
    this.bytes.write(now, at, 'latin1')
    return true
  }

  /** Whether the page is the same in another database. */
  hasSame(page: number, { bytes }: PageHashes): boolean {
    const at = (page - 1) * hashBytes
    return this.bytes.compare(bytes, at, at + hashBytes, at, at + hashBytes) === 0
  }

  /** One hash for all of them, in hex. */
  get digest(): string {
    return createHash('sha256').update(this.bytes).digest('hex')
  }
}
