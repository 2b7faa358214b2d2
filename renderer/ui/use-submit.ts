import { type FormEvent, useState } from 'react'

const messageOf = (error: unknown): string => (error as Error).message

/**
 * For forms: runs the work once at a time and keeps what went wrong, to be shown beside the form.
 * @param inWords what to tell of an error
 */
export function useSubmit(work: () => Promise<unknown>, onDone: () => void = () => {}, inWords = messageOf) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const submit = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault()
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    try {
      await work()
      onDone()
    } catch (error) {
      setProblem(inWords(error))
    } finally {
      setBusy(false)
    }
  }
  /** Whoever changes what they typed knows of the problem. */
  const forget = (): void => setProblem(undefined)
  return { busy, problem, submit, forget }
}
