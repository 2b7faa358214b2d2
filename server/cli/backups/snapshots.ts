import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describeSnapshot, describeSnapshots } from '../../backups/describe.ts'
import { BackupRefused } from '../../backups/refused.ts'
import { verifyRepository } from '../../backups/repository/verify.ts'
import { exportInto } from '../../backups/restore/into-folder.ts'
import type { BackupVerification } from '../../control/contract.ts'
import { ExitCode } from '../exit-codes.ts'
import { bytesInWords, timeInWords } from '../in-words.ts'
import type { Run } from '../run.ts'
import { table } from '../table.ts'
import { asOwner } from '../with-control.ts'
import { type BareOptions, isBare, onRepository } from './bare.ts'
import { snapshotAsJson, snapshotInWords } from './words.ts'

export async function listCommand(run: Run<BareOptions>): Promise<void> {
  const { destination } = run.options
  const snapshots = isBare(run.options)
    ? await onRepository(run.options, async (bare) => describeSnapshots(bare, (await bare.snapshots()).toReversed()))
    : await asOwner(run, (control) => control.backups.list({ destination }))
  const rows = snapshots.map(({ snapshot, createdAt, verifiedAt, content, flaw }) => [
    snapshot,
    timeInWords(createdAt),
    verifiedAt === null ? 'not verified' : 'verified',
    content ? `${content.messages} messages, ${content.files} files, ${bytesInWords(content.bytes)}` : `cannot be read: ${flaw}`,
  ])
  run.output.answer(snapshots.map(snapshotAsJson), rows.length ? table(rows) : 'There is no snapshot yet.')
}

export async function showCommand(run: Run<BareOptions>): Promise<ExitCode> {
  const { destination } = run.options
  const [snapshot = ''] = run.words
  const facts = isBare(run.options)
    ? await onRepository(run.options, async (bare) => describeSnapshot(bare, await bare.find(snapshot)))
    : await asOwner(run, (control) => control.backups.show({ destination, snapshot }))
  run.output.answer(snapshotAsJson(facts), snapshotInWords(facts))
  return facts.content ? ExitCode.done : ExitCode.refused
}

export async function verifyCommand(run: Run<BareOptions>): Promise<ExitCode> {
  const { destination } = run.options
  const found = isBare(run.options)
    ? await verifyBare(run.options)
    : await asOwner(run, (control) => control.backups.verify({ destination }))
  const { snapshots, chunks, bytes, damages, notOpened } = found
  const isFine = damages.length === 0 && notOpened.length === 0
  const flaws = damages.map(({ object, cause, snapshots: of }) => {
    const what = cause.toLowerCase().startsWith(object.toLowerCase()) ? cause : `${object}: ${cause}`
    return `\n  ${what}${of.length ? ` (needed by ${of.join(', ')})` : ''}`
  })
  const unread = notOpened.length
    ? `\n  ${notOpened.length} snapshots are sealed and were not read: name the file with the recovery key with --key-file.`
    : ''
  run.output.answer(
    { ok: isFine, snapshots, chunks, bytes, damaged: damages, not_opened: notOpened },
    `${snapshots} snapshots, ${chunks} chunks (${bytesInWords(bytes)}) read; ${isFine ? 'everything is whole' : `${damages.length} damaged ${damages.length === 1 ? 'object' : 'objects'}`}.${flaws.join('')}${unread}`,
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
