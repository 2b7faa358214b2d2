import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { type FileClass, fileClasses } from './file-class.ts'

/** Hex, not base64: some file systems take `a` and `A` for one. */
const newRandom = (): string => randomBytes(16).toString('hex')

const isRandom = (text: string): boolean => /^[0-9a-f]{32}$/.test(text)

/** The name of a new file on every store: 128 random bits below one of 256 folders. `ending` begins with `/` or `.`. */
export function newKey(fileClass: FileClass, ending: string): string {
  return keyOf(fileClass, newRandom(), ending)!
}

/** A path as it is stored: some clients percent-encode it on its way through a message. Ours have no `%` in them. */
export function plainPath(path: string): string {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** The key that `newKey` made from this random name, or undefined where it cannot have. */
export function keyOf(fileClass: FileClass, random: string, ending: string): string | undefined {
  return isRandom(random) ? `${fileClasses[fileClass].folder}/${random.slice(0, 2)}/${random}${ending}` : undefined
}

const longestName = 150

/** Windows takes these for devices, whatever follows the first dot. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/**
 * A file name that is safe in an address and on any disk: letters and digits of any script, `.`, `_` and `-`.
 * @see https://zulip.com/api/upload-file#response, whose `filename` is the name before this
 */
export function sanitizeName(filename: string): string {
  const plain = filename
    .normalize('NFKC')
    .replace(/^.*[/\\]/s, '') // some browsers send the whole path
    .replaceAll(/\s+/g, '-')
    .replaceAll(/[^\p{L}\p{M}\p{N}._-]/gu, '')
    .replaceAll(/-+/g, '-')
    .replace(/^\.+/, '')
    .replace(/[.-]+$/, '')
  const name = shortened(plain)
  if (name === '') return 'uploaded-file'
  return reserved.test(name) ? `_${name}` : name
}

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= longestName) return name
  const extension = path.extname(name)
  const end = Buffer.byteLength(extension) <= 20 ? extension : ''
  let start = name.slice(0, name.length - end.length)
  while (Buffer.byteLength(start) + Buffer.byteLength(end) > longestName) start = [...start].slice(0, -1).join('')
  return start + end
}
