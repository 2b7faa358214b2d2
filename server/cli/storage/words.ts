import type { CheckOutcome, MoveReport, StorageStatus } from '../../control/contract.ts'
import { bytesInWords } from '../in-words.ts'

const marks = { passed: '✓', accepted: '✓ (accepted)', failed: '✗', skipped: '–' } as const

export function checkLine({ step, title, state, ms, cause, nextStep, acceptAs, measured }: CheckOutcome): string {
  const lines = [`${String(step).padStart(2)} ${marks[state]} ${title}${state === 'skipped' ? '' : ` (${ms} ms)`}`]
  if (cause) lines.push(`     ${cause}`)
  if (nextStep) lines.push(`     ${nextStep}`)
  if (acceptAs && state === 'failed') lines.push(`     To put up with it: --accept ${acceptAs.join(',')}`)
  if (measured) {
    const { bytesPerSecondUp, bytesPerSecondDown, millisecondsPerRequest } = measured
    const speed = `${bytesInWords(bytesPerSecondUp)}/s up, ${bytesInWords(bytesPerSecondDown)}/s down`
    lines.push(`     ${speed}, ${millisecondsPerRequest} ms a request`)
  }
  return lines.join('\n')
}

type Move = StorageStatus['move']

export function moveLine({ state, moved, left, failed, bytesPerSecond, secondsLeft, waitingFor }: Move): string {
  if (state === 'none') return 'Nothing has been moved yet.'
  const done = `${moved.files} files moved (${bytesInWords(moved.bytes)}), ${left.files} to go (${bytesInWords(left.bytes)})`
  const speed = state === 'running' && bytesPerSecond > 0 ? `, ${bytesInWords(bytesPerSecond)}/s` : ''
  const time = secondsLeft === null ? '' : `, about ${Math.ceil(secondsLeft / 60)} min left`
  const trouble = `${failed > 0 ? `, ${failed} failed` : ''}${waitingFor ? `. Waiting: ${waitingFor}` : ''}`
  return `The move is ${state}: ${done}${speed}${time}${trouble}`
}

/** As people know it, and where it lies. */
export const fileInWords = ({ key, filename, uploader }: Omit<MoveReport['failed'][number], 'cause'>): string =>
  filename === null ? key : `${filename}${uploader === null ? '' : ` from ${uploader}`} (${key})`

export function statusLines({ current, stores, waitingBytes, copiesHere, leftovers, move, scrub }: StorageStatus): string {
  const lines = stores.map(({ id, bucket, files, bytes, health }) => {
    const where = bucket ? `In the bucket ${bucket.bucket} at ${bucket.endpoint ?? 'Amazon'}` : 'On this computer'
    const isNew = id === current ? ', and new ones' : ''
    const trouble = health.state === 'away' ? `\n  ${health.cause} ${health.nextStep}` : ''
    return `${where}: ${files} files (${bytesInWords(bytes)})${isNew}.${trouble}`
  })
  if (waitingBytes > 0) lines.push(`${bytesInWords(waitingBytes)} wait on this computer until the bucket answers.`)
  if (leftovers.files > 0)
    lines.push(`${leftovers.files} files of interrupted uploads (${bytesInWords(leftovers.bytes)}) were removed.`)
  if (copiesHere > 0) lines.push(`${copiesHere} copies of moved files stay on this computer for a while.`)
  if (move.state !== 'none') lines.push(`${moveLine(move)}.`)
  if (scrub) lines.push(`Last look: ${scrub.checked} files read back, ${scrub.damaged.length} damaged.`)
  return lines.join('\n')
}
