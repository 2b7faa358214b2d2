import { buffer } from 'node:stream/consumers'
import { Secret } from '../../config/secrets/secret.ts'
import type { SecretStore } from '../../config/secrets/secret-store.ts'
import type { Repository, SnapshotName } from '../repository/repository.ts'
import { readFileOf } from '../repository/unpack.ts'
import type { Manifest } from '../snapshot/manifest.ts'

type Named = readonly [name: string, secret: Secret]

/** @param notes hears where they cannot be read */
export async function presentSecrets(store: SecretStore, notes: string[]): Promise<Named[]> {
  try {
    const found: Named[] = []
    for (const name of await store.names()) {
      const secret = await store.get(name)
      if (secret) found.push([name, secret])
    }
    return found
  } catch (error) {
    notes.push(
      `The secrets that are here now could not be read, so only those of the snapshot are there. ${(error as Error).message}`,
    )
    return []
  }
}

/** What a sealed snapshot holds; nothing of another. */
export async function secretsIn(repository: Repository, { isSealed }: SnapshotName, { files }: Manifest): Promise<Named[]> {
  const file = files.find(({ path: at }) => at === 'secrets.json')
  if (!file) return []
  const text = (await buffer(readFileOf(repository.chunks(isSealed), file))).toString()
  return Object.entries(JSON.parse(text) as Record<string, string>).map(([name, value]) => [name, new Secret(value)] as const)
}
