import { open } from 'node:fs/promises'
import type { PageHashes } from '../repository/pages/page-hashes.ts'
import { pagesIn } from '../repository/pages/read-pages.ts'
import type { Batches, Page } from '../repository/pages/write-pages.ts'

/** 1 MiB is a whole number of pages of any size. */
const readAtOnce = 1024 * 1024

/** Of a database file: bytes 16 and 17 of it say how large its pages are; 1 stands for 65536. @see https://sqlite.org/fileformat2.html */
export async function shapeOf(file: string): Promise<{ pageSize: number; count: number }> {
  const handle = await open(file, 'r')
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 16)
    const size = buffer.readUInt16BE()
    const pageSize = size === 1 ? 65536 : size
    return { pageSize, count: (await handle.stat()).size / pageSize }
  } finally {
    await handle.close()
  }
}

/** Pages of a database file that nobody writes to, in order. A page is valid until the next one. @param tell hears of bytes */
export async function* pagesOf(
  file: string,
  pageSize: number,
  { from, count }: { readonly from: number; readonly count: number },
  tell: (bytes: number) => void,
): AsyncIterable<Iterable<Page>> {
  const handle = await open(file, 'r')
  try {
    const room = Buffer.allocUnsafeSlow(readAtOnce)
    const end = (from + count) * pageSize
    for (let position = from * pageSize; position < end; ) {
      const { bytesRead } = await handle.read(room, 0, Math.min(readAtOnce, end - position), position)
      if (bytesRead === 0 || bytesRead % pageSize !== 0) throw new Error('The copy of the database ends too early')
      yield pagesIn(position / pageSize + 1, room.subarray(0, bytesRead), pageSize)
      position += bytesRead
      tell(bytesRead)
    }
  } finally {
    await handle.close()
  }
}

/**
 * Those that are not as they were, or whose chunk is lost. Notes in `hashes` what each of them is now.
 * @param lost names the lost chunk of a page
 * @param from how many pages are before the first one of `hashes`
 */
export async function* changedPages(
  batches: Batches,
  hashes: PageHashes,
  lost: (page: number) => string | undefined,
  from = 0,
): AsyncIterable<Iterable<Page>> {
  for await (const batch of batches) yield changedIn(batch)

  function* changedIn(pages: Iterable<Page>): Iterable<Page> {
    for (const { page, content } of pages) {
      if (hashes.set(page - from, content)) yield { page, content }
      else if (lost(page) !== undefined) yield { page, content, lostWith: lost(page) }
    }
  }
}
