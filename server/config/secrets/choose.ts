import { randomBytes } from 'node:crypto'
import type { DataFolder } from '../data-folder.ts'
import type { SettingsFile } from '../landline-json.ts'
import { EncryptedFileStore } from './encrypted-file.ts'
import { KeychainStore, keychainLocked, type LoadKeytar, loadKeytar, reasonOf } from './keychain.ts'
import type { Secret } from './secret.ts'
import { type SecretStore, SecretsLocked, type SecretsReport } from './secret-store.ts'

interface Choice {
  readonly folder: Pick<DataFolder, 'path'>
  readonly settings: SettingsFile
  /** LANDLINE_MASTER_KEY, where it is set. */
  readonly masterKey: Secret | undefined
  readonly load?: LoadKeytar
}

export interface Secrets {
  readonly store: SecretStore
  readonly report: SecretsReport
}

/**
 * Opens the store that holds this appliance's secrets: the one used before, else the keychain where there is one, else a file.
 * Never fails and never waits for a keychain longer than a few seconds: what is wrong is in the report.
 */
export async function openSecrets({ folder, settings, masterKey, load = loadKeytar }: Choice): Promise<Secrets> {
  const before = settings.get().secretStore
  if (before === 'file') return openFile(folder, masterKey, 'Secrets of this appliance have been in a file from the start.')
  if (before === null && masterKey) return openFile(folder, masterKey, 'LANDLINE_MASTER_KEY is set.', settings)
  const service = settings.get().keychainName ?? `Landline ${randomBytes(4).toString('hex')}`
  try {
    const store = new KeychainStore(await load(), service)
    await store.probe()
    const used = rememberedBy(store, () => settings.change({ secretStore: 'keychain', keychainName: service }), before === null)
    return { store: used, report: { kind: 'keychain', why: 'The keychain of this computer answers.', problem: undefined } }
  } catch (error) {
    const why = `The keychain of this computer cannot be used: ${reasonOf(error)}.`
    if (before === null) return openFile(folder, masterKey, why, settings)
    const problem = keychainLocked(error)
    return { store: lockedStore(problem), report: { kind: 'keychain', why, problem: plain(problem) } }
  }
}

/** Removes the secrets that the keychain lists under this name. */
export async function forgetKeychain(service: string, load: LoadKeytar = loadKeytar): Promise<void> {
  const store = new KeychainStore(await load(), service)
  for (const name of await store.names()) await store.delete(name)
}

async function openFile(
  folder: Choice['folder'],
  masterKey: Secret | undefined,
  why: string,
  remember?: SettingsFile,
): Promise<Secrets> {
  const store = new EncryptedFileStore(folder.path, masterKey)
  const used = rememberedBy(store, () => remember?.change({ secretStore: 'file' }), remember !== undefined)
  const guarded = `${why} They are in an encrypted file, opened by ${masterKey ? 'your master key' : 'a key file beside it'}.`
  try {
    await store.names()
    return { store: used, report: { kind: 'file', why: guarded, problem: undefined } }
  } catch (error) {
    if (!(error instanceof SecretsLocked)) throw error
    return { store: used, report: { kind: 'file', why: guarded, problem: plain(error) } }
  }
}

/**
 * From the first secret on, an appliance stays with its store: one that is started from a terminal today and from the desktop
 * tomorrow must look for its secrets in one place.
 */
function rememberedBy(store: SecretStore, remember: () => void, isUndecided: boolean): SecretStore {
  let undecided = isUndecided
  return {
    get: (name) => store.get(name),
    delete: (name) => store.delete(name),
    names: () => store.names(),
    async set(name, secret) {
      if (undecided) remember() // before the secret is there: one that nobody knows to look for would be lost
      undecided = false
      await store.set(name, secret)
    },
  }
}

function lockedStore(problem: SecretsLocked): SecretStore {
  const refuse = () => Promise.reject(problem)
  return { get: refuse, set: refuse, delete: refuse, names: refuse }
}

const plain = ({ code, message, nextStep }: SecretsLocked) => ({ code, message, nextStep })
