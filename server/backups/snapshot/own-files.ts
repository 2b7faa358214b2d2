import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { SecretStore } from '../../config/secrets/secret-store.ts'
import { certificatesIn } from './certificates.ts'
import { isSecret, type Manifest } from './manifest.ts'

export interface OwnSource {
  readonly settingsFile: string
  readonly secrets: SecretStore
}

/** What no database knows, and what therefore comes with snapshots alone: settings; where they are sealed, secrets and certificates. */
export async function* ownFiles({ settingsFile, secrets }: OwnSource, isSealed: boolean): AsyncIterable<OwnFile> {
  yield { name: 'landline.json', bytes: await readFile(settingsFile) }
  if (!isSealed) return
  yield { name: 'secrets.json', bytes: await allSecrets(secrets) }
  yield* certificatesIn(path.dirname(settingsFile))
}

interface OwnFile {
  readonly name: string
  readonly bytes: Buffer
}

async function allSecrets(secrets: SecretStore): Promise<Buffer> {
  const values: Record<string, string> = {}
  for (const name of await secrets.names()) values[name] = (await secrets.get(name))?.reveal() ?? ''
  return Buffer.from(JSON.stringify(values))
}

/**
 * One hash for all of these files as they are now, to be compared with that of a snapshot. It may lie about: among the secrets of
 * who seals is the key that does it, so nobody can guess the others from it.
 */
export async function ownDigest(source: OwnSource, isSealed: boolean): Promise<string> {
  const files: Digested[] = []
  for await (const { name, bytes } of ownFiles(source, isSealed)) files.push({ path: name, sha256: sha256(bytes) })
  return digestOf(files)
}

/** The same, as a snapshot has them. */
export const ownDigestIn = ({ files }: Manifest): string =>
  digestOf(files.flatMap((file) => ('tree' in file && (file.path === 'landline.json' || isSecret(file)) ? [file] : [])))

interface Digested {
  readonly path: string
  readonly sha256: string
}

const digestOf = (files: readonly Digested[]): string =>
  sha256(
    files
      .map((file) => `${file.path} ${file.sha256}`)
      .toSorted()
      .join('\n'),
  )

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')
