import { type FileHandle, open } from 'node:fs/promises'
import type { PageChanges } from './entry.ts'

/** Brings a database file that nobody has open forward by some changes. Doing so twice is the same as once. */
export async function applyChanges(file: FileHandle, { pageSize, databasePages, pages }: PageChanges): Promise<void> {
  for (const [number, content] of pages) await writeAt(file, content, (number - 1) * pageSize)
  await file.truncate(databasePages * pageSize)
}

export async function onDatabaseFile<T>(file: string, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(file, 'r+')
  try {
    const result = await work(handle)
    await handle.sync()
    return result
  } finally {
    await handle.close()
  }
}

async function writeAt(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; )
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten
}
