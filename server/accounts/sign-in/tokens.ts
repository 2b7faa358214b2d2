import { hash, randomBytes, randomInt } from 'node:crypto'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** 32 letters and digits, 190 random bits: the mobile app XORs a key with 32 bytes, so it must be exactly that long. */
export const newApiKey = (): string => Array.from({ length: 32 }, () => letters[randomInt(letters.length)]).join('')

/** 192 random bits, safe in a URL or a cookie. */
export const newToken = (): string => randomBytes(24).toString('base64url')

/** What the database keeps of a key or token. They are random: a slow hash would add nothing. */
export const hashToken = (token: string): Buffer => hash('sha256', token, 'buffer')
