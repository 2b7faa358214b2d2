import type { Environment } from './environment.ts'
import type { ExitCode } from './exit-codes.ts'
import type { Output } from './output.ts'

export interface CommonOptions {
  readonly data?: string
  readonly json?: boolean
}

/** One call of a command. */
export interface Run<Options = unknown> {
  readonly options: Options & CommonOptions
  /** What stands after the command's name without being an option. */
  readonly words: readonly string[]
  readonly environment: Environment
  readonly output: Output
  /** What the person ran, e.g. `landline user create`. */
  readonly command: string
}

/** Nothing returned means done. */
export type CommandAction<Options> = (run: Run<Options>) => Promise<ExitCode> | Promise<void>
