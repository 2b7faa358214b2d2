import { type Failure, failureFrom } from './failure.ts'
import { inTerminal } from './in-terminal.ts'

/** Where a command's answer goes. With `--json`, standard output carries JSON and nothing else: a line per answer. */
export interface Output {
  readonly isJson: boolean
  /** The answer: `value` for programs, `text` for people. */
  answer(value: unknown, text: string): void
  /** Anything a person should know meanwhile. */
  note(text: string): void
  fail(error: unknown): Failure
}

export function outputTo(isJson: boolean): Output {
  const note = (text: string): void => void process.stderr.write(`${text}\n`)
  const answer = (value: unknown, text: string): void => void process.stdout.write(`${isJson ? JSON.stringify(value) : text}\n`)
  return {
    isJson,
    answer,
    note,
    fail(error) {
      const failure = failureFrom(error)
      const { code, message } = failure
      const nextStep = failure.nextStep && inTerminal({ code, nextStep: failure.nextStep })
      if (isJson) process.stdout.write(`${JSON.stringify({ error: { code, message, next_step: nextStep ?? null } })}\n`)
      note(nextStep ? `${message}\n${nextStep}` : message)
      return failure
    },
  }
}
