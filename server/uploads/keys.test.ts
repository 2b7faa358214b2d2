import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allFileClasses, FileClass } from './file-class.ts'
import { keyOf, newKey, sanitizeName } from './keys.ts'
import { checkKey } from './stores/blob-store.ts'

test.each([
  ['photo.png', 'photo.png'],
  ['My holiday (2).JPG', 'My-holiday-2.JPG'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\ada\\report.pdf', 'report.pdf'],
  ['日本語 ファイル.txt', '日本語-ファイル.txt'],
  ['.htaccess', 'htaccess'],
  ['..', 'uploaded-file'],
  ['', 'uploaded-file'],
  ['NUL.txt', '_NUL.txt'],
  ['trailing. . .', 'trailing'],
])('somebody who sends %j is shown %j in the address', (sent, shown) => expect(sanitizeName(sent)).toBe(shown))

test('whatever a file is called, its name stays one short step below its folder', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (sent) => {
      const name = sanitizeName(sent)
      expect(name).toBe(path.basename(name))
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(151)
      expect(() => checkKey(newKey(FileClass.messageFile, `/${name}`))).not.toThrow()
    }),
  )
})

test('a long name is cut to 150 bytes and keeps its ending', () => {
  expect(sanitizeName(`${'ä'.repeat(300)}.tar.gz`)).toBe(`${'ä'.repeat(73)}.gz`)
})

test('files spread over 256 folders, in every class', () => {
  for (const fileClass of allFileClasses) expect(newKey(fileClass, '.x')).toMatch(/^[a-z/]+\/([0-9a-f]{2})\/\1[0-9a-f]{30}\.x$/)
})

test('a name that was never given to a file leads to no key', () => {
  expect(keyOf(FileClass.avatar, '../../../landline.db', '')).toBeUndefined()
  expect(keyOf(FileClass.avatar, 'AB'.repeat(16), '.png')).toBeUndefined()
  expect(keyOf(FileClass.avatar, 'ab'.repeat(16), '.png')).toBe(`avatars/users/ab/${'ab'.repeat(16)}.png`)
})
