import { useEffect, useRef, useState } from 'react'
import type { CheckOutcome, Control } from '../../../server/control/contract.ts'
import type { Acceptance } from '../../../server/uploads/check/outcome.ts'
import type { Candidate } from '../../bucket/draft.ts'
import { sayWhy } from '../../line/problems.ts'

export const steps = 13

/** A test of values that need not be saved: its outcomes as they come, and what the owner puts up with. */
export function useCheck(control: Control) {
  const [outcomes, setOutcomes] = useState<readonly CheckOutcome[]>([])
  const [accepted, setAccepted] = useState<readonly Acceptance[]>([])
  const [isRunning, setIsRunning] = useState(false)
  const [problem, setProblem] = useState<string>()
  const current = useRef<AbortController>(undefined)
  useEffect(() => () => current.current?.abort(), [])

  /** Values that were changed are not those that were tested. */
  const forget = (): void => {
    current.current?.abort()
    current.current = undefined
    setOutcomes([])
    setAccepted([])
    setIsRunning(false)
    setProblem(undefined)
  }

  const start = async (candidate: Candidate): Promise<void> => {
    forget()
    const mine = new AbortController()
    const { signal } = mine
    current.current = mine
    setIsRunning(true)
    try {
      for await (const outcome of await control.storage.check(candidate, { signal })) {
        if (signal.aborted) return
        setOutcomes((earlier) => [...earlier, outcome])
      }
    } catch (error) {
      if (!signal.aborted) setProblem(sayWhy(error))
    } finally {
      if (!signal.aborted) setIsRunning(false)
    }
  }

  const toggleAccepted = (word: Acceptance): void =>
    setAccepted((words) => (words.includes(word) ? words.filter((other) => other !== word) : [...words, word]))

  const isGreen = !isRunning && outcomes.length === steps && outcomes.every((outcome) => isFine(outcome, accepted))
  return { outcomes, accepted, isRunning, problem, isGreen, start, forget, toggleAccepted }
}

export type Check = ReturnType<typeof useCheck>

/** Passed, or every word of what is wrong was accepted. */
export const isFine = ({ state, acceptAs }: CheckOutcome, accepted: readonly Acceptance[]): boolean =>
  state === 'passed' || state === 'accepted' || (state === 'failed' && isAccepted(acceptAs, accepted))

const isAccepted = (words: CheckOutcome['acceptAs'], accepted: readonly Acceptance[]): boolean =>
  words?.every((word) => accepted.includes(word)) ?? false
