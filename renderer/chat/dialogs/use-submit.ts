import { type FormEvent, useState } from 'react'

/** For forms: runs the work once at a time and keeps what went wrong, to be shown beside the form. */
export function useSubmit(work: () => Promise<unknown>, onDone: () => void) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    try {
      await work()
      onDone()
    } catch (error) {
      setProblem((error as Error).message)
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, submit }
}
