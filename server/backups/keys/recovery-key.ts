import { createHash, randomBytes } from 'node:crypto'
import { Secret } from '../../config/secrets/secret.ts'
import { BackupRefused } from '../refused.ts'

/** Crockford's 32 characters: none is mistaken for another. https://www.crockford.com/base32.html */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 26 // 130 random bits
const checkLength = 2

/** A new recovery key: seven groups of four characters, the last two of which tell a mistyped one. */
export function newRecoveryKey(): Secret {
  const characters = [...randomBytes(length)].map((byte) => alphabet[byte & 31]).join('')
  return new Secret((characters + check(characters)).replace(/.{4}(?=.)/g, '$&-'))
}

/**
 * Reads a key as people copy it: in small letters, without dashes, with an O for a zero.
 * @throws BackupRefused KEY_WRONG for what cannot be one
 */
export function parseRecoveryKey(text: string): Secret {
  const typed = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  const [key, end] = [typed.slice(0, length), typed.slice(length)]
  if (typed.length === length + checkLength && check(key) === end) return new Secret(key)
  throw new BackupRefused(
    'KEY_WRONG',
    'This is not a recovery key: it has 28 letters and digits in groups of four, and one of them is not as it should be.',
    'Compare it with what you wrote down, character by character.',
  )
}

/** The key in the text of a key file: lines that begin with # explain it. */
export const keyInText = (text: string): string =>
  text
    .split(/\r?\n/)
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('')

/** What `backup key create --out` writes. */
export const keyFileText = (key: Secret, organization: string, at: Date): string =>
  [
    `# Recovery key for the backups of ${organization.replace(/\s+/g, ' ')}, made on ${at.toISOString().slice(0, 10)}.`,
    '# With it and a backup, everything can be restored. Without it, a sealed backup is lost: nobody can open it.',
    '# Keep it on paper or in a password manager, not on the computer that Landline runs on.',
    key.reveal(),
    '',
  ].join('\n')

function check(characters: string): string {
  const [a = 0, b = 0] = createHash('sha256').update(characters).digest()
  return alphabet[a & 31]! + alphabet[b & 31]!
}
