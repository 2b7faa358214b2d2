import type { Readable } from 'node:stream'
import type { Blob } from '../blob-queries.ts'
import { mebibyte } from '../limits.ts'
import type { ByteRange } from '../stores/blob-store.ts'
import { DiskCache } from './disk-cache.ts'
import { BlobDamaged } from './exact.ts'

/** A larger file passes through: a film would push out everything else. */
export const largestCached = 16 * mebibyte

const nameOf = ({ sha256 }: Pick<Blob, 'sha256'>): string => sha256.toString('hex')

/** Copies of files in a bucket on this computer's disk, named by their content and checked before anybody sees them. */
export class BlobCache {
  readonly #disk: DiskCache
  hits = 0
  misses = 0

  private constructor(disk: DiskCache) {
    this.#disk = disk
  }

  static async open(folder: string, maxBytes: number): Promise<BlobCache> {
    return new BlobCache(await DiskCache.open(folder, maxBytes))
  }

  get bytes(): number {
    return this.#disk.bytes
  }

  /** A file of at most `largestCached`, from here or else by `fetch`. @throws what `fetch` throws; BlobDamaged */
  async read(blob: Blob, range: ByteRange | undefined, fetch: () => Promise<Readable>): Promise<Readable> {
    if (this.has(blob)) this.hits++
    else this.misses++
    return await this.#disk.read(nameOf(blob), range, fetch, ({ sha256 }) => {
      if (!sha256.equals(blob.sha256)) throw new BlobDamaged(blob.key, 'its content changed')
    })
  }

  /** Whether it can be read though its bucket does not answer. */
  has(blob: Pick<Blob, 'sha256'>): boolean {
    return this.#disk.has(nameOf(blob))
  }
}
