import type { SnapshotFacts } from '../../control/contract.ts'
import { bytesInWords, timeInWords } from '../in-words.ts'

/** A snapshot as scripts read of it. */
export const snapshotAsJson = ({ snapshot, createdAt, isSealed, verifiedAt, drilledAt, content, flaw }: SnapshotFacts) => ({
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

/** A snapshot as people read of it. */
export function snapshotInWords({ snapshot, createdAt, isSealed, verifiedAt, content, flaw }: SnapshotFacts): string {
  if (!content) return `${snapshot}, ${timeInWords(createdAt)}\n${flaw}`
  return [
    `${snapshot}, ${timeInWords(createdAt)}${isSealed ? ', sealed' : ''}`,
    `Verified       ${verifiedAt === null ? 'not yet' : timeInWords(verifiedAt)}`,
    `Organization   ${content.organization ?? 'none yet'}`,
    `People         ${content.people}`,
    `Messages       ${content.messages}${content.lastMessageAt === null ? '' : `, the last one of ${timeInWords(content.lastMessageAt)}`}`,
    `Files          ${content.files}${content.elsewhere ? `, and ${content.elsewhere} that stay in a bucket` : ''}${content.missing ? `; ${content.missing} could not be read` : ''}`,
    `Size           ${bytesInWords(content.bytes)}`,
    `Secrets        ${content.hasSecrets ? 'in it' : 'not in it'}`,
    `Made by        Landline ${content.version} on ${content.host} (${content.os})`,
  ].join('\n')
}
