import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { verifyIn } from '../../../server/uploads/storage/exact.ts'
import { BlobMissing, type BlobStore } from '../../../server/uploads/stores/blob-store.ts'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const from = (...parts: (string | Uint8Array)[]): Readable => Readable.from(parts.map((part) => Buffer.from(part)))

const read = async (store: BlobStore, key: string, range?: { start: number; end: number }): Promise<string> =>
  (await buffer(await store.get(key, range))).toString('latin1')

const keysOf = async (store: BlobStore, prefix?: string): Promise<string[]> => {
  const keys: string[] = []
  for await (const { key } of store.list(prefix)) keys.push(key)
  return keys.sort()
}

/** What every store must do alike. Each test has keys of its own, so that the store may be shared by all of them. */
export function describeBlobStore(
  name: string,
  open: () => BlobStore,
  { manyFiles = 1100, large = 20 * 1024 * 1024, longestName = 255 } = {},
): void {
  let tests = 0
  const folder = (): string => `files/t${tests++}`

  describe(name, () => {
    describeFiles(open, folder, large, longestName)
    describeRemoval(open, folder, manyFiles)
  })
}

function describeFiles(open: () => BlobStore, folder: () => string, large: number, longestName: number): void {
  test.each([
    ['spaces', 'a file with  spaces .txt'],
    ['many scripts', 'Grüße-ﬁ-日本語-🌻-עברית.txt'],
    ['marks that addresses reserve', "a+b&c=d;e,f@g!h$i'(j)*[k]~#l%20m?n.txt"],
    ['a very long name', `${'x'.repeat(longestName - 4)}.txt`],
  ])('a key with %s names one file', async (_, leaf) => {
    const [store, key] = [open(), `${folder()}/${leaf}`]
    await store.put(key, from('hello'))
    expect(await read(store, key)).toBe('hello')
    expect(await keysOf(store, key.slice(0, key.indexOf('/', 6)))).toEqual([key])
  })

  test('an empty file is a file', async () => {
    const [store, key] = [open(), `${folder()}/empty`]
    const put = await store.put(key, from())
    expect(put.bytes).toBe(0)
    expect(put.sha256.toString('hex')).toBe(sha256(Buffer.alloc(0)))
    expect(await store.head(key)).toEqual({ bytes: 0 })
    expect(await read(store, key)).toBe('')
  })

  test('a large file comes back as it went, with its length and hash told', async () => {
    const [store, key] = [open(), `${folder()}/large`]
    const piece = randomBytes(64 * 1024)
    const hash = createHash('sha256')
    const body = Readable.from(
      (function* () {
        for (let sent = 0; sent < large; sent += piece.length) {
          hash.update(piece)
          yield piece
        }
      })(),
    )
    const put = await store.put(key, body)
    const hex = hash.digest('hex')
    expect([put.bytes, put.sha256.toString('hex')]).toEqual([large, hex])

    const back = createHash('sha256')
    for await (const chunk of await store.get(key)) back.update(chunk as Buffer)
    expect(back.digest('hex')).toBe(hex)
  })

  test('whether a file is what it should be can be asked, and what it is instead', async () => {
    const [store, key] = [open(), `${folder()}/asked`]
    const { bytes, sha256: right } = await store.put(key, from('hello'))
    await verifyIn(store, { key, bytes, sha256: right })
    await expect(verifyIn(store, { key, bytes, sha256: Buffer.alloc(32) })).rejects.toThrow(/damaged: its content changed/)
    await expect(verifyIn(store, { key, bytes: 9, sha256: right })).rejects.toThrow(/damaged: 5 of its 9 bytes/)
    await expect(verifyIn(store, { key, bytes: 4, sha256: right })).rejects.toThrow(/damaged: more than its 4 bytes/)
    await expect(verifyIn(store, { key: `${key}-not`, bytes, sha256: right })).rejects.toThrow(BlobMissing)
  })

  test('a part of a file can be read', async () => {
    const [store, key] = [open(), `${folder()}/digits`]
    await store.put(key, from('01234', '56789'))
    expect(await read(store, key, { start: 0, end: 0 })).toBe('0')
    expect(await read(store, key, { start: 3, end: 6 })).toBe('3456')
    expect(await read(store, key, { start: 9, end: 9 })).toBe('9')
  })

  test('a second file under the same key replaces the first', async () => {
    const [store, key] = [open(), `${folder()}/same`]
    await store.put(key, from('a longer first file'))
    await store.put(key, from('second'))
    expect(await read(store, key)).toBe('second')
    expect(await store.head(key)).toEqual({ bytes: 6 })
  })

  test('of several who write one key at once, one wins wholly', async () => {
    const [store, key] = [open(), `${folder()}/contested`]
    const bodies = Array.from({ length: 8 }, (_, index) => String(index).repeat(100_000))
    await Promise.all(bodies.map((body) => store.put(key, from(body))))
    expect(bodies).toContain(await read(store, key))
  })

  test('a key that could leave its folder is refused', async () => {
    const store = open()
    for (const key of [
      '../up',
      'files/../../up',
      '/root',
      'files//x',
      'files/./x',
      'files/a\\b',
      'files/a\0b',
      '',
      'x'.repeat(300),
    ]) {
      await expect(store.put(key, from('x')), key).rejects.toThrow('cannot be the key')
      await expect(store.get(key), key).rejects.toThrow('cannot be the key')
      await expect(store.delete(key), key).rejects.toThrow('cannot be the key')
    }
  })

  test('a file whose sender goes away in the middle never appears', async () => {
    const [store, where] = [open(), folder()]
    const body = Readable.from(
      (async function* () {
        yield Buffer.alloc(70_000)
        throw new Error('The sender went away')
      })(),
    )
    await expect(store.put(`${where}/half`, body)).rejects.toThrow('The sender went away')
    expect(await store.head(`${where}/half`)).toBeUndefined()
    expect(await keysOf(store, where)).toEqual([])
  })

  test('a file whose storing is called off never appears, and the one before stays', async () => {
    const [store, key] = [open(), `${folder()}/aborted`]
    await store.put(key, from('before'))
    const stop = new AbortController()
    const endless = Readable.from(
      (async function* () {
        yield Buffer.alloc(70_000)
        stop.abort(new Error('Called off'))
        await new Promise((resolve) => setTimeout(resolve, 50))
        yield Buffer.alloc(70_000)
      })(),
    )
    await expect(store.put(key, endless, { signal: stop.signal })).rejects.toThrow()
    expect(await read(store, key)).toBe('before')
  })
}

function describeRemoval(open: () => BlobStore, folder: () => string, manyFiles: number): void {
  test('what is not there is missing, by name', async () => {
    const [store, key] = [open(), `${folder()}/none`]
    await expect(store.get(key)).rejects.toThrow(BlobMissing)
    await expect(store.get(key, { start: 0, end: 3 })).rejects.toThrow(BlobMissing)
    expect(await store.head(key)).toBeUndefined()
  })

  test('a file can be removed twice', async () => {
    const [store, key] = [open(), `${folder()}/gone`]
    await store.put(key, from('x'))
    await store.delete(key)
    await store.delete(key)
    expect(await store.head(key)).toBeUndefined()
    await expect(store.get(key)).rejects.toThrow(BlobMissing)
  })

  test('every file is listed once, past a thousand', async () => {
    const [store, where] = [open(), folder()]
    const keys = Array.from({ length: manyFiles }, (_, index) => `${where}/${String(index).padStart(5, '0')}`)
    for (let start = 0; start < keys.length; start += 50) {
      await Promise.all(keys.slice(start, start + 50).map((key) => store.put(key, from('x'))))
    }
    expect(await keysOf(store, `${where}/`)).toEqual(keys)
  })

  test('a listing tells the sizes, of public pictures too', async () => {
    const [store, where] = [open(), folder().slice('files/'.length)]
    await store.put(`files/${where}/a`, from('abc'))
    await store.put(`avatars/${where}/b`, from('abcde'))
    const found: unknown[] = []
    for await (const file of store.list(`avatars/${where}`)) found.push(file)
    expect(found).toEqual([{ key: `avatars/${where}/b`, bytes: 5 }])
    expect(await keysOf(store)).toEqual(expect.arrayContaining([`avatars/${where}/b`, `files/${where}/a`]))
  })
}
