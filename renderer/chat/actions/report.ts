import { showToast } from '../../ui/index.ts'

/** Runs something that the person asked for; when it fails, says why instead of failing silently. */
export async function reporting(work: Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await work
    if (done) showToast(done)
    return true
  } catch (error) {
    showToast((error as Error).message, { kind: 'problem' })
    return false
  }
}
