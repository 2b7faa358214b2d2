import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { writeFileAtomically } from '../atomic-file.ts'
import { Secret } from './secret.ts'
import { type SecretStore, SecretsLocked } from './secret-store.ts'

const base64 = z.string().transform((text) => Buffer.from(text, 'base64'))

/** `secrets.enc`: all secrets and their names, sealed together, so that the file tells only how much there is. */
const Envelope = z.object({
  version: z.literal(1),
  key: z.enum(['key file', 'master key']),
  salt: base64,
  nonce: base64,
  tag: base64,
  sealed: base64,
})
type Envelope = z.infer<typeof Envelope>
type KeyKind = Envelope['key']
type Values = Record<string, string>

const derive = promisify<string, Buffer, number, { N: number; maxmem: number }, Buffer>(scrypt)

/**
 * Secrets in a file (0600), sealed with AES-256-GCM. The key is `secrets.key` beside it, which keeps them out of sight of
 * those who get hold of the file alone; or a master key that is nowhere on the disk.
 */
export class EncryptedFileStore implements SecretStore {
  readonly #file: string
  readonly #keyFile: string
  readonly #masterKey: Secret | undefined
  #queue: Promise<unknown> = Promise.resolve()

  constructor(folder: string, masterKey: Secret | undefined) {
    this.#file = path.join(folder, 'secrets.enc')
    this.#keyFile = path.join(folder, 'secrets.key')
    this.#masterKey = masterKey
  }

  get keyKind(): KeyKind {
    return this.#masterKey ? 'master key' : 'key file'
  }

  async get(name: string): Promise<Secret | undefined> {
    const values = await this.#oneAtATime(() => this.#read())
    return Object.hasOwn(values, name) ? new Secret(values[name]!) : undefined
  }

  async set(name: string, secret: Secret): Promise<void> {
    await this.#oneAtATime(async () => this.#write({ ...(await this.#read()), [name]: secret.reveal() }))
  }

  async delete(name: string): Promise<void> {
    await this.#oneAtATime(async () => {
      const { [name]: gone, ...rest } = await this.#read()
      if (gone !== undefined) await this.#write(rest)
    })
  }

  async names(): Promise<string[]> {
    return Object.keys(await this.#oneAtATime(() => this.#read())).toSorted()
  }

  #oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work)
    this.#queue = done.catch(() => {})
    return done
  }

  async #read(): Promise<Values> {
    if (!existsSync(this.#file)) return {}
    const envelope = this.#parse(readFileSync(this.#file, 'utf8'))
    const values = await this.#unseal(envelope)
    // Sealed with the key file, and now there is a master key: the key beside the lock has had its day.
    if (envelope.key === 'key file' && this.#masterKey) await this.#write(values)
    return values
  }

  #parse(text: string): Envelope {
    try {
      return Envelope.parse(JSON.parse(text))
    } catch (error) {
      throw locked(
        this.#file,
        'is damaged',
        `Put back ${this.#file} from a backup, or remove it and enter the secrets again.`,
        error,
      )
    }
  }

  async #unseal({ key, salt, nonce, tag, sealed }: Envelope): Promise<Values> {
    const decipher = createDecipheriv('aes-256-gcm', await this.#key(key, salt), nonce)
      .setAAD(additional(key))
      .setAuthTag(tag)
    try {
      return JSON.parse(Buffer.concat([decipher.update(sealed), decipher.final()]).toString()) as Values
    } catch (error) {
      const nextStep = key === 'master key' ? 'Set LANDLINE_MASTER_KEY to what it was' : `Put back ${this.#keyFile} from a backup`
      throw locked(this.#file, `does not open with this ${key}`, `${nextStep}, then restart Landline.`, error)
    }
  }

  async #write(values: Values): Promise<void> {
    const [salt, nonce] = [randomBytes(16), randomBytes(12)]
    const key = this.keyKind
    const cipher = createCipheriv('aes-256-gcm', await this.#key(key, salt, 'create'), nonce).setAAD(additional(key))
    const sealed = Buffer.concat([cipher.update(JSON.stringify(values)), cipher.final()])
    const parts = { salt, nonce, tag: cipher.getAuthTag(), sealed }
    const written = Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, bytes.toString('base64')]))
    writeFileAtomically(this.#file, `${JSON.stringify({ version: 1, key, ...written }, undefined, 2)}\n`)
    if (key === 'master key') rmSync(this.#keyFile, { force: true })
  }

  async #key(kind: KeyKind, salt: Buffer, ifMissing: 'refuse' | 'create' = 'refuse'): Promise<Buffer> {
    if (kind === 'master key') return this.#fromMasterKey(salt)
    if (!existsSync(this.#keyFile)) {
      if (ifMissing === 'refuse') {
        throw locked(this.#file, `has lost its key ${this.#keyFile}`, 'Put the key back from a backup, then restart Landline.')
      }
      writeFileAtomically(this.#keyFile, `${randomBytes(32).toString('base64')}\n`)
    }
    chmodSync(this.#keyFile, 0o600)
    const key = Buffer.from(readFileSync(this.#keyFile, 'utf8').trim(), 'base64')
    if (key.length === 32) return key
    throw locked(this.#keyFile, 'is damaged', `Put back ${this.#keyFile} from a backup, then restart Landline.`)
  }

  #fromMasterKey(salt: Buffer): Promise<Buffer> {
    if (this.#masterKey) return derive(this.#masterKey.reveal(), salt, 32, { N: 2 ** 15, maxmem: 64 * 2 ** 20 })
    throw locked(this.#file, 'was sealed with a master key', 'Set LANDLINE_MASTER_KEY to what it was, then restart Landline.')
  }
}

/** What is not secret and must not be altered either. */
const additional = (key: KeyKind): Buffer => Buffer.from(`landline secrets 1 ${key}`)

const locked = (file: string, what: string, nextStep: string, cause?: unknown): SecretsLocked =>
  new SecretsLocked(`The file with the secrets cannot be opened: ${file} ${what}.`, nextStep, { cause })
