import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { CheckOutcome, Control } from '../../../server/control/contract.ts'
import { candidateOf, type Draft, type DraftProblems, type Provider, problemsOf, withAddress } from '../../bucket/draft.ts'
import { useWork } from '../../line/use-work.ts'
import { useCheck } from './use-check.ts'

interface DraftOptions {
  readonly control: Control
  readonly providers: readonly Provider[]
  readonly initial: Draft
  readonly isSecretStored: (draft: Draft) => boolean
}

/** What was typed, what is wrong with it, and what its test found. */
export function useDraft({ control, providers, initial, isSecretStored }: DraftOptions) {
  const form = useRef<HTMLFormElement>(null)
  const [draft, setDraft] = useState(initial)
  const [problems, setProblems] = useState<DraftProblems>({})
  const check = useCheck(control)
  const { busy, run } = useWork()
  const provider = providers.find(({ id }) => id === draft.provider)!
  useEffect(() => form.current?.querySelector('select')?.focus(), [])
  useEffect(() => {
    // The button that was pressed let go of the focus while it was busy.
    const isLost = document.activeElement === document.body
    if (!check.isRunning && isLost) form.current?.querySelector<HTMLElement>('.button-primary')?.focus()
  }, [check.isRunning])

  /** Values that were changed are not those that were tested. */
  const change = (values: Draft): void => {
    setDraft(values)
    setProblems({})
    check.forget()
  }
  const test = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const found = problemsOf(draft, provider, isSecretStored(draft))
    setProblems(found)
    if (Object.keys(found).length === 0) await check.start(candidateOf(draft))
    else requestAnimationFrame(() => showFirstProblem(form.current))
  }
  /** Does what the test found would mend it, and tests again. */
  const takeOffer = async ({ createBucket, region, endpoint }: NonNullable<CheckOutcome['offer']>): Promise<void> => {
    if (createBucket && !(await run('create', () => control.storage.createBucket(candidateOf(draft))))) return
    const mended = { ...(region ? withAddress(provider, { ...draft, region }) : draft), ...(endpoint && { endpoint }) }
    setDraft(mended)
    await check.start(candidateOf(mended))
  }

  return { form, providers, draft, problems, isSecretStored, check, isCreating: busy === 'create', change, test, takeOffer }
}

function showFirstProblem(form: HTMLFormElement | null): void {
  const first = form?.querySelector<HTMLElement>('[aria-invalid]')
  first?.closest('details')?.setAttribute('open', '')
  first?.focus()
}
