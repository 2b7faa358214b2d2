import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describeSnapshot } from '../backups/describe.ts'
import { explained } from '../backups/failure.ts'
import { snapshotFor } from '../backups/journal/moments.ts'
import { keyInText } from '../backups/keys/recovery-key.ts'
import { BackupRefused } from '../backups/refused.ts'
import { FolderStore } from '../backups/repository/folder-store.ts'
import { openRepository } from '../backups/repository/open.ts'
import type { Repository } from '../backups/repository/repository.ts'
import { verifyRepository } from '../backups/repository/verify.ts'
import { exportInto, restoreInto } from '../backups/restore/into-folder.ts'
import { Secret } from '../config/secrets/secret.ts'
import type { BackupVerification, SnapshotFacts } from '../control/contract.ts'
import { S3Store } from '../uploads/stores/s3/s3-store.ts'
import { asOwner } from './backup.ts'
import { type BucketOptions, bucketFrom } from './bucket-from.ts'
import { ExitCode } from './exit-codes.ts'
import { CommandRefused } from './failure.ts'
import { readPassword } from './password-file.ts'
import type { Run } from './run.ts'
import { bytesInWords } from './storage-words.ts'
import { table } from './table.ts'

/* Commands that work on a folder with backups alone, as on a new computer, or through the owner’s contract where none is named. */

export interface BareOptions extends BucketOptions {
  readonly repository?: string
  readonly keyFile?: string
  readonly destination?: string
}

export const isBare = ({ repository, s3 }: BareOptions): boolean => repository !== undefined || s3 === true

async function onRepository<T>(options: BareOptions, work: (repository: Repository) => Promise<T>): Promise<T> {
  const { repository, keyFile } = options
  if (!isBare(options)) {
    throw new CommandRefused(
      'REPOSITORY_MISSING',
      'It is not clear where the backups are.',
      'Name their folder with --repository, or their bucket with --s3.',
    )
  }
  const key = keyFile === undefined ? undefined : new Secret(keyInText(await readPassword(keyFile)))
  const bucket = repository === undefined ? bucketFrom(options) : undefined
  const secret = new Secret(bucket ? await readPassword(options.secretFile!) : '')
  const store = bucket ? new S3Store(`the bucket ${bucket.bucket}`, bucket, secret) : new FolderStore(path.resolve(repository!))
  try {
    return await work(await openRepository(store, key))
  } catch (error) {
    throw explained(error, store.id, bucket)
  } finally {
    if (store instanceof S3Store) store.close()
  }
}

export async function listCommand(run: Run<BareOptions>): Promise<void> {
  const { destination } = run.options
  const snapshots = isBare(run.options)
    ? await onRepository(run.options, async (bare) =>
        Promise.all((await bare.snapshots()).toReversed().map((name) => describeSnapshot(bare, name))),
      )
    : await asOwner(run, (control) => control.backups.list({ destination }))
  const rows = snapshots.map(({ snapshot, createdAt, verifiedAt, content }) => [
    snapshot,
    time(createdAt),
    verifiedAt === null ? 'not verified' : 'verified',
    content ? `${content.messages} messages, ${content.files} files, ${bytesInWords(content.bytes)}` : 'cannot be read',
  ])
  run.output.answer(snapshots.map(asJson), rows.length ? table(rows) : 'There is no snapshot yet.')
}

export async function showCommand(run: Run<BareOptions>): Promise<ExitCode> {
  const { destination } = run.options
  const [snapshot = ''] = run.words
  const facts = isBare(run.options)
    ? await onRepository(run.options, async (bare) => describeSnapshot(bare, await bare.find(snapshot)))
    : await asOwner(run, (control) => control.backups.show({ destination, snapshot }))
  run.output.answer(asJson(facts), inWords(facts))
  return facts.content ? ExitCode.done : ExitCode.refused
}

export async function verifyCommand(run: Run<BareOptions>): Promise<ExitCode> {
  const { destination } = run.options
  const found = isBare(run.options)
    ? await verifyBare(run.options)
    : await asOwner(run, (control) => control.backups.verify({ destination }))
  const { snapshots, chunks, bytes, damages, notOpened } = found
  const isFine = damages.length === 0 && notOpened.length === 0
  const flaws = damages.map(
    ({ object, cause, snapshots: of }) => `\n  ${object}: ${cause}${of.length ? ` (needed by ${of.join(', ')})` : ''}`,
  )
  const unread = notOpened.length
    ? `\n  ${notOpened.length} snapshots are sealed and were not read: name the file with the recovery key with --key-file.`
    : ''
  run.output.answer(
    { ok: isFine, snapshots, chunks, bytes, damaged: damages, not_opened: notOpened },
    `${snapshots} snapshots, ${chunks} chunks (${bytesInWords(bytes)}) read; ${isFine ? 'everything is whole' : `${damages.length} damaged objects`}.${flaws.join('')}${unread}`,
  )
  return isFine ? ExitCode.done : ExitCode.failed
}

async function verifyBare(options: BareOptions): Promise<BackupVerification> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'landline-verify-'))
  try {
    return await onRepository(options, (repository) => verifyRepository(repository, scratch))
  } catch (error) {
    if (!(error instanceof BackupRefused && error.code === 'REPOSITORY_DAMAGED')) throw error
    const flaw = { object: 'repository.json', cause: error.message, snapshots: [] }
    return { snapshots: 0, chunks: 0, bytes: 0, damages: [flaw], notOpened: [] }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

export async function restoreToCommand(
  run: Run<BareOptions & { readonly snapshot: string; readonly to: string }>,
  moment: Date | undefined,
): Promise<void> {
  const { snapshot: asked, to } = run.options
  const history = moment ?? (asked === 'latest' ? 'newest' : undefined)
  const { snapshot, manifest, database, bytes, until } = await onRepository(run.options, async (bare) =>
    restoreInto(bare, moment ? await snapshotFor(bare, moment) : await bare.find(asked), to, undefined, history),
  )
  const { people, messages } = database
  const { missing, elsewhere, hasSecrets, files } = manifest
  const notes = [
    ...(until ? [`It holds what happened up to ${until.toLocaleString()}.`] : []),
    ...(hasSecrets ? [] : ['Passwords and keys of other services were not in it, because it is not sealed: enter them again.']),
    ...(missing.length ? [`${missing.length} files could not be read when it was made, and are not there.`] : []),
    ...(elsewhere.length ? [`${elsewhere.length} files are in their bucket, as before.`] : []),
  ]
  run.output.answer(
    {
      snapshot,
      to: path.resolve(to),
      files: files.length,
      bytes,
      people,
      messages,
      until: until && Math.floor(until.getTime() / 1000),
      secrets: hasSecrets,
      missing,
      elsewhere: elsewhere.length,
    },
    [
      `Restored ${snapshot} to ${path.resolve(to)}: ${people} people, ${messages} messages, ${bytesInWords(bytes)}.`,
      ...notes,
    ].join('\n'),
  )
}

export async function exportCommand(run: Run<BareOptions & { to: string }>): Promise<void> {
  const { destination } = run.options
  const to = path.resolve(run.options.to)
  const [snapshot = ''] = run.words
  const exported = isBare(run.options)
    ? await onRepository(run.options, async (bare) => {
        const { manifest, ...rest } = await exportInto(bare, await bare.find(snapshot), to)
        return { ...rest, files: manifest.files.length }
      })
    : await asOwner(run, (control) => control.backups.export({ destination, snapshot, to }))
  run.output.answer(
    { ...exported, to },
    `${exported.files} files (${bytesInWords(exported.bytes)}) of ${exported.snapshot} are in ${to}.`,
  )
}

const asJson = ({ snapshot, createdAt, isSealed, verifiedAt, drilledAt, content, flaw }: SnapshotFacts) => ({
  snapshot,
  created_at: createdAt,
  sealed: isSealed,
  verified: verifiedAt !== null,
  verified_at: verifiedAt,
  drilled_at: drilledAt,
  ...(content && {
    version: content.version,
    schema_version: content.schemaVersion,
    os: content.os,
    host: content.host,
    reason: content.reason,
    organization: content.organization,
    people: content.people,
    messages: content.messages,
    last_message_at: content.lastMessageAt,
    files: content.files,
    bytes: content.bytes,
    elsewhere: content.elsewhere,
    missing: content.missing,
    secrets: content.hasSecrets,
  }),
  flaw,
})

const time = (at: number): string => new Date(at * 1000).toLocaleString()

function inWords({ snapshot, createdAt, isSealed, verifiedAt, content, flaw }: SnapshotFacts): string {
  if (!content) return `${snapshot}, ${time(createdAt)}\n${flaw}`
  return [
    `${snapshot}, ${time(createdAt)}${isSealed ? ', sealed' : ''}`,
    `Verified       ${verifiedAt === null ? 'not yet' : time(verifiedAt)}`,
    `Organization   ${content.organization ?? 'none yet'}`,
    `People         ${content.people}`,
    `Messages       ${content.messages}${content.lastMessageAt === null ? '' : `, the last one of ${time(content.lastMessageAt)}`}`,
    `Files          ${content.files}${content.elsewhere ? `, and ${content.elsewhere} that stay in a bucket` : ''}${content.missing ? `; ${content.missing} could not be read` : ''}`,
    `Size           ${bytesInWords(content.bytes)}`,
    `Secrets        ${content.hasSecrets ? 'in it' : 'not in it'}`,
    `Made by        Landline ${content.version} on ${content.host} (${content.os})`,
  ].join('\n')
}
