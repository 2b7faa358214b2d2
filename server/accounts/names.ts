import { z } from 'zod'
import { badRequest } from '../api/error.ts'

const longestName = 100
const longestEmail = 254

/** These mean something in a mention (`@**Name|12**`), so a name with one could not be mentioned. */
const forbidden = /[*`\\>"@\p{Cc}\p{Zl}\p{Zp}]/u

/**
 * A person's name as it is shown: trimmed, composed (NFC), fit for mentions.
 * @throws ApiError with what is wrong
 */
export function checkFullName(name: string): string {
  const trimmed = name.normalize('NFC').trim()
  if (trimmed === '') throw badRequest('Name cannot be empty.')
  if ([...trimmed].length > longestName) throw badRequest(`Name too long! Use at most ${longestName} characters.`)
  if (forbidden.test(trimmed)) throw badRequest('Invalid characters in name! These cannot be used: * ` \\ > " @')
  if (/\|\d+$/.test(trimmed)) throw badRequest('Invalid format! A name cannot end in | and a number.')
  return trimmed
}

/** @throws ApiError when it is no e-mail address */
export function checkEmail(email: string): string {
  const trimmed = email.trim()
  // Without a dot too: people on a LAN sign up as ada@office.
  const isAddress =
    /^[^\s@]+@localhost$/i.test(trimmed) || z.email().safeParse(trimmed).success || /^[\w.+-]+@[\w-]+$/.test(trimmed)
  if (!isAddress || trimmed.length > longestEmail) throw badRequest(`Not an e-mail address: ${trimmed}`)
  return trimmed
}

/** How addresses are compared: `Ada@Example.com` and `ada@example.com` are one account. */
export const emailKey = (email: string): string => email.normalize('NFC').trim().toLowerCase()

/** Whether it is the IANA name of a time zone, such as `Europe/Berlin`. */
export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}
