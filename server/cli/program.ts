import { CommanderError } from 'commander'
import { commands } from './commands.ts'
import type { Environment } from './environment.ts'
import { ExitCode } from './exit-codes.ts'
import { outputTo } from './output.ts'

/**
 * Runs one command line, as a person or a script typed it after `landline`.
 * @returns the exit code, once everything is done
 */
export async function runCommandLine(args: readonly string[], environment: Environment): Promise<number> {
  let exitCode: number = ExitCode.done
  const program = commands(async (command, load, options, words) => {
    const output = outputTo(options.json === true)
    try {
      const action = await load()
      exitCode = (await action({ options, words, environment, output, command })) ?? ExitCode.done
    } catch (error) {
      exitCode = output.fail(error).exitCode
    }
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? ExitCode.done : ExitCode.usage
  }
  return exitCode
}
