import { hash, verify } from '@node-rs/argon2'
import { badRequest } from '../../api/error.ts'

/** OWASP's argon2id parameters: 19 MiB, 2 passes, one lane. Both calls run off the event loop. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const passwordRules = { minLength: 8, maxLength: 100, minGuesses: 10_000 } as const

export const hashPassword = (password: string): Promise<string> => hash(password, cost)

let hashOfNobody: Promise<string> | undefined

/**
 * Whether `password` belongs to `passwordHash`. Without a hash (no such user, no password set) it takes as long and says no,
 * so that the time an answer takes does not tell who has an account.
 */
export async function verifyPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  hashOfNobody ??= hashPassword('nobody has this password')
  const matches = await verify(passwordHash ?? (await hashOfNobody), password)
  return matches && Boolean(passwordHash)
}

/**
 * Refuses a password that somebody could guess. `known` are words an attacker would try first: name and e-mail address.
 * @throws ApiError with a sentence about what to do
 */
export async function checkPassword(password: string, known: readonly string[] = []): Promise<void> {
  const { minLength, maxLength, minGuesses } = passwordRules
  if (password.length < minLength) throw badRequest(`The password is too short: use at least ${minLength} characters.`)
  if (password.length > maxLength) throw badRequest(`The password is too long: use at most ${maxLength} characters.`)
  const { default: zxcvbn } = await import('zxcvbn') // its word lists take 29 MB: not before somebody chooses a password
  const { guesses, feedback } = zxcvbn(password, [...known, ...known.flatMap((text) => text.split(/[\s@.]+/))])
  if (guesses >= minGuesses) return
  const reason = feedback.warning ? ` ${feedback.warning.replace(/\.?$/, '.')}` : ''
  throw badRequest(`The password is too weak.${reason} Add another word or two: uncommon words are better.`)
}
