import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { type Algorithm, hashRaw } from '@node-rs/argon2'
import type { KeySlot } from '../../config/backup-settings.ts'
import type { Secret } from '../../config/secrets/secret.ts'
import { BackupRefused } from '../refused.ts'

const place = (id: string): Buffer => Buffer.from(`landline backups 1 key ${id}`)

export async function sealDataKey(dataKey: Buffer, key: Secret, createdAt: number): Promise<KeySlot> {
  const [id, salt, nonce] = [randomBytes(4).toString('hex'), randomBytes(16), randomBytes(12)]
  const costs = { memoryKib: 64 * 1024, passes: 3 }
  const cipher = createCipheriv('aes-256-gcm', await derive(key, salt, costs), nonce).setAAD(place(id))
  const sealed = Buffer.concat([cipher.update(dataKey), cipher.final(), cipher.getAuthTag()])
  const [saltHex, nonceHex, sealedHex] = [salt, nonce, sealed].map((bytes) => bytes.toString('hex'))
  return { id, createdAt, ...costs, salt: saltHex!, nonce: nonceHex!, sealed: sealedHex! }
}

/** The data key and whose slot opened. @throws BackupRefused KEY_WRONG where the key opens none */
export async function openDataKey(slots: readonly KeySlot[], key: Secret): Promise<{ dataKey: Buffer; slot: KeySlot }> {
  for (const slot of slots) {
    const dataKey = await tryOpen(slot, key)
    if (dataKey) return { dataKey, slot }
  }
  throw new BackupRefused(
    'KEY_WRONG',
    'This recovery key does not open these backups.',
    'It is a valid key, but of other backups, or one that was removed since. Look for the key that was written down for these.',
  )
}

async function tryOpen(slot: KeySlot, key: Secret): Promise<Buffer | undefined> {
  const [salt, nonce, sealed] = [slot.salt, slot.nonce, slot.sealed].map((hex) => Buffer.from(hex, 'hex')) as [
    Buffer,
    Buffer,
    Buffer,
  ]
  const decipher = createDecipheriv('aes-256-gcm', await derive(key, salt, slot), nonce, { authTagLength: 16 })
  decipher.setAAD(place(slot.id)).setAuthTag(sealed.subarray(-16))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  } catch {
    return undefined
  }
}

/** `Algorithm.Argon2id`, which exists in the package's types alone. */
const argon2id = 2 as Algorithm

const derive = (key: Secret, salt: Buffer, { memoryKib, passes }: Pick<KeySlot, 'memoryKib' | 'passes'>): Promise<Buffer> =>
  hashRaw(key.reveal(), {
    algorithm: argon2id,
    memoryCost: memoryKib,
    timeCost: passes,
    parallelism: 1,
    outputLen: 32,
    salt,
  })
