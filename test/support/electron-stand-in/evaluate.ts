import * as electron from './electron.ts'

/** A function's source and its argument, to be run in this process with the `electron` module. */
interface Evaluate {
  readonly evaluate: number
  readonly source: string
  readonly argument: unknown
}

/** Lets the process that forked us run functions here, in the manner of Playwright's `electronApplication.evaluate`. */
export function answerEvaluations(): void {
  process.on('disconnect', () => electron.app.quit()) // a test that dies leaves nothing behind
  process.on('message', async ({ evaluate: id, source, argument }: Evaluate) => {
    if (!id) return
    try {
      const work = new Function(`return (${source})`)() // only the test that started us can speak here
      const value = await work(electron, argument)
      process.send?.({ evaluated: id, value })
    } catch (error) {
      process.send?.({ evaluated: id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
}
