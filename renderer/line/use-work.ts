import { useState } from 'react'
import { showToast } from '../ui/index.ts'
import { sayWhy } from './problems.ts'

/** Runs one thing at a time; says in a toast what went wrong. */
export function useWork() {
  const [busy, setBusy] = useState<string>()
  const run = async (name: string, work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(name)
    try {
      await work()
      return true
    } catch (error) {
      showToast(sayWhy(error), { kind: 'problem' })
      return false
    } finally {
      setBusy(undefined)
    }
  }
  return { busy, run }
}
