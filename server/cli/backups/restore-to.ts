import path from 'node:path'
import { unixTime } from '../../api/unix-time.ts'
import { peopleAndMessages } from '../../backups/amounts.ts'
import { snapshotFor } from '../../backups/journal/moments.ts'
import { restoreInto } from '../../backups/restore/into-folder.ts'
import { bytesInWords } from '../in-words.ts'
import type { Run } from '../run.ts'
import { type BareOptions, onRepository } from './bare.ts'

/** Makes a new data folder of a snapshot, as it was at a moment or as it was taken. */
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
      until: until && unixTime(until),
      secrets: hasSecrets,
      missing,
      elsewhere: elsewhere.length,
    },
    [
      `Restored ${snapshot} to ${path.resolve(to)}: ${peopleAndMessages(people, messages)}, ${bytesInWords(bytes)}.`,
      ...notes,
    ].join('\n'),
  )
}
