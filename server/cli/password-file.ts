import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { CommandRefused } from './failure.ts'

/** The password in a file, or in what is piped to us for `-`: never on the command line, where the whole machine reads it. */
export async function readPassword(file: string): Promise<string> {
  try {
    const content = file === '-' ? await text(process.stdin) : readFileSync(file, 'utf8')
    return content.replace(/\r?\n$/, '') // editors end a file with a line break
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CommandRefused(
      'PASSWORD_FILE',
      `The password file ${file} cannot be read: ${why}.`,
      'Name a file that holds the password, or - to pipe it.',
    )
  }
}
