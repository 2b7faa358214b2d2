import { randomBytes } from 'node:crypto'
import type { Secret } from '../../config/secrets/secret.ts'
import type { BucketSettings } from '../../config/storage-settings.ts'
import { explain } from '../stores/s3/explain.ts'
import { headers, listing, overwriting, privacy, removal, signedAddress, speed } from './behaviour.ts'
import { multipart, put, ranges, readBack } from './content.ts'
import { type Acceptance, CheckFailed, type CheckOutcome, type Passed } from './outcome.ts'
import { Probe } from './probe.ts'
import { clock, type Heard, reach } from './reach.ts'

interface Step {
  readonly id: string
  readonly title: string
  /** Without it nothing further can be told. */
  readonly isVital?: boolean
  run(): Promise<Passed>
}

function stepsOn(probe: Probe): Step[] {
  const content = randomBytes(1000)
  const heard: Heard = {}
  return [
    { id: 'reach', title: 'Reach the provider', isVital: true, run: () => reach(probe, heard) },
    { id: 'clock', title: 'Compare clocks', run: () => clock(heard) },
    { id: 'put', title: 'Store a file with an unusual name', isVital: true, run: () => put(probe, content) },
    { id: 'get', title: 'Read it back and compare', run: () => readBack(probe, content) },
    { id: 'range', title: 'Read parts of it', run: () => ranges(probe, content) },
    { id: 'multipart', title: 'Store a large file in parts', run: () => multipart(probe) },
    { id: 'list', title: 'List files page by page', run: () => listing(probe) },
    { id: 'signed', title: 'Open an address that is valid for a minute', run: () => signedAddress(probe, content) },
    { id: 'private', title: 'Be refused without the key', run: () => privacy(probe) },
    { id: 'headers', title: 'Keep what a file is', run: () => headers(probe) },
    { id: 'overwrite', title: 'Replace a file', run: () => overwriting(probe) },
    { id: 'delete', title: 'Remove files', run: () => removal(probe) },
    { id: 'speed', title: 'Measure the speed', run: () => speed(probe) },
  ]
}

/**
 * Tries everything that Landline will ask of a bucket, on values that need not be saved yet: 13 outcomes, each as soon as it
 * is known. Nothing stays in the bucket.
 * @param accepted what the owner puts up with, by the words of `acceptances`
 */
export async function* checkBucket(
  settings: BucketSettings,
  secret: Secret,
  accepted: readonly Acceptance[] = [],
): AsyncGenerator<CheckOutcome> {
  const probe = new Probe(settings, secret)
  let stopped = false
  try {
    for (const [index, { id, title, isVital, run }] of stepsOn(probe).entries()) {
      const step = { step: index + 1, id, title }
      const outcome: CheckOutcome = stopped
        ? { ...step, state: 'skipped', ms: 0 }
        : { ...step, ...(await outcomeOf(run, settings, accepted)) }
      if (outcome.state === 'failed' && isVital) stopped = true
      yield outcome
    }
  } finally {
    await probe.cleanUp()
  }
}

type Result = Omit<CheckOutcome, 'step' | 'id' | 'title'>

async function outcomeOf(run: Step['run'], settings: BucketSettings, accepted: readonly Acceptance[]): Promise<Result> {
  const started = performance.now()
  const ms = (): number => Math.round(performance.now() - started)
  try {
    const passed = await run()
    return { state: 'passed', ms: ms(), ...passed }
  } catch (error) {
    if (!(error instanceof CheckFailed)) {
      const { cause, nextStep, offer } = explain(error, settings)
      return { state: 'failed', ms: ms(), cause, nextStep, offer }
    }
    const { message: cause, nextStep, acceptAs, offer } = error
    const state = acceptAs?.every((one) => accepted.includes(one)) ? 'accepted' : 'failed'
    return { state, ms: ms(), cause, nextStep, acceptAs, offer }
  }
}

export const mayUse = (outcomes: readonly CheckOutcome[]): boolean =>
  outcomes.length > 0 && outcomes.every(({ state }) => state === 'passed' || state === 'accepted')
