import { open, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { isErrno } from '../../config/problem.ts'
import { BlobMissing, type ByteRange } from './blob-store.ts'

/** @throws BlobMissing */
export async function readFileAsBlob(file: string, key: string, range?: ByteRange): Promise<Readable> {
  try {
    return (await open(file, 'r')).createReadStream({ ...range, highWaterMark: 256 * 1024 })
  } catch (error) {
    throw isErrno(error, 'ENOENT', 'ENOTDIR') ? new BlobMissing(key, { cause: error }) : error
  }
}

/** Undefined where there is no such file. */
export async function headOfFile(file: string): Promise<{ bytes: number } | undefined> {
  try {
    const facts = await stat(file)
    return facts.isFile() ? { bytes: facts.size } : undefined
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw error
  }
}
