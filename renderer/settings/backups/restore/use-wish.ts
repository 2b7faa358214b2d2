import { useState } from 'react'
import type { Control, Repository, RestoreChoice, RestoreSource } from '../../../../server/control/contract.ts'
import { sayWhy } from '../../../line/problems.ts'
import { expectRestart } from '../../../restore/expected-restart.ts'
import { isKept, newest } from '../../../restore/moment-fields.tsx'
import { hasRoom, usePreview } from '../../../restore/preview.tsx'
import type { Moment } from '../../../restore/types.ts'

interface WishOptions {
  readonly control: Control
  readonly source: RestoreSource
  readonly repository: Repository
  /** Chosen already, in the list of backups. */
  readonly snapshot: string | undefined
  readonly withoutSafety: boolean
  readonly onStarted: () => void
}

/** What is to be restored, until it can be begun and is. */
export function useWish({ control, source, repository, snapshot, withoutSafety, onStarted }: WishOptions) {
  const everything = { what: 'everything', keepNetworkSettings: true, evenWithoutSafetySnapshot: withoutSafety } as const
  const [moment, setMoment] = useState<Moment>({ snapshot: snapshot ?? atFirst(source, repository) })
  const [choice, setChoice] = useState<RestoreChoice | undefined>(everything)
  const [isConfirmed, setIsConfirmed] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const preview = usePreview(control, source, moment.snapshot || undefined)
  const isReady = typeof preview === 'object' && hasRoom(preview) && isKept(moment, repository)
  const canStart = isReady && choice !== undefined && (choice.what !== 'everything' || isConfirmed)

  const start = async (): Promise<void> => {
    if (!choice) return
    setIsBusy(true)
    try {
      const second = choice.what === 'everything' ? { moment: moment.second } : {}
      await control.restores.start({ source, snapshot: moment.snapshot, choice, ...second })
      expectRestart(choice.what === 'everything') // the line may end before the status says so
      onStarted()
    } catch (error) {
      setProblem(sayWhy(error))
      setIsBusy(false)
    }
  }
  /** Another backup has other channels: what was chosen of the one before means nothing there. */
  const goTo = (next: Moment): void => {
    setMoment(next)
    setChoice(everything)
  }
  return { moment, choice, preview, problem, isBusy, canStart, everything, goTo, setChoice, setIsConfirmed, start }
}

/** Whoever brings backups along wants all that is in them; in the running organization that would change nothing. */
function atFirst(source: RestoreSource, { snapshots }: Repository): string {
  const readable = snapshots.find(({ content }) => content !== null)?.snapshot ?? ''
  return readable === '' || 'destination' in source ? readable : newest
}
