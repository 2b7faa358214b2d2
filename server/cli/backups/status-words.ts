import type { BackupStatus } from '../../control/contract.ts'
import { bytesInWords, timeInWords } from '../in-words.ts'

interface Told {
  readonly message: string
  readonly nextStep: string
}

export const problemAsJson = ({ message, nextStep }: Told) => ({ message, next_step: nextStep })

/** How backups are, as scripts read of it. */
export const statusAsJson = ({ underWay, nextRun, copyFromBuckets, destinations, keys, history, ...rest }: BackupStatus) => ({
  ...rest,
  under_way: underWay,
  next_run: nextRun,
  files_in_buckets: copyFromBuckets ? 'copy' : 'list',
  destinations: destinations.map(({ verified, failure, ...one }) => ({
    ...one,
    last_verified: verified && asSuccess(verified),
    failure: failure && { at: failure.at, ...problemAsJson(failure) },
  })),
  keys: keys.map(({ id, createdAt, provedAt }) => ({ id, created_at: createdAt, proved_at: provedAt })),
  history: history.map(({ newBytes, ...run }) => ({ ...run, new_bytes: newBytes })),
})

const asSuccess = ({ newBytes, untidied, ...rest }: NonNullable<BackupStatus['destinations'][number]['verified']>) => ({
  ...rest,
  new_bytes: newBytes,
  untidied: untidied && problemAsJson(untidied),
})

const time = (at: number | null): string => (at === null ? 'never' : timeInWords(at))

/** How backups are, as people read of it. */
export function statusInWords({ destinations, schedule, nextRun, retention, keys, drill, underWay }: BackupStatus): string {
  const { hourly, daily, weekly, monthly } = retention
  return [
    ...destinations.flatMap(({ name, where, verified, failure }) => [
      `${name}: ${where}`,
      `  last verified backup: ${time(verified?.at ?? null)}${verified ? ` (${verified.snapshot}, ${bytesInWords(verified.bytes)})` : ''}`,
      ...(verified?.untidied
        ? [`  old ones could not be removed: ${verified.untidied.message} ${verified.untidied.nextStep}`]
        : []),
      ...(failure ? [`  failed ${time(failure.at)}: ${failure.message} ${failure.nextStep}`] : []),
    ]),
    `Restore tried out: ${drill ? `${time(drill.at)}. ${drill.message}` : 'never yet; try “landline backup drill”'}`,
    `Schedule: ${schedule ?? 'none'}${nextRun === null ? '' : `, next ${time(nextRun)}`}`,
    `Kept: ${hourly} hourly, ${daily} daily, ${weekly} weekly, ${monthly} monthly`,
    ...(keys.length === 0 ? ['Recovery key: none, so backups are not sealed and hold no passwords'] : []),
    ...keys.map(({ id, createdAt, provedAt }) => `Recovery key ${id}: made ${time(createdAt)}, proved ${time(provedAt)}`),
    ...(underWay ? [`Under way since ${time(underWay.since)}: ${underWay.destination}`] : []),
  ].join('\n')
}
