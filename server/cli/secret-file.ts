import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { isErrno } from '../config/problem.ts'
import { CommandRefused } from './failure.ts'

/**
 * What nobody else may know, from a file, or from what is piped to us for `-`: never on the command line, where the whole machine
 * reads it.
 * @param what for people: “password”, “recovery key”
 */
export async function readSecret(file: string, what: string): Promise<string> {
  try {
    const content = file === '-' ? await text(process.stdin) : readFileSync(file, 'utf8')
    return content.replace(/\r?\n$/, '') // editors end a file with a line break
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CommandRefused(
      'SECRET_FILE',
      isErrno(error, 'ENOENT') ? `There is no file ${file}.` : `The file ${file} cannot be read: ${why}.`,
      `Name a file that holds the ${what}, or - to pipe it.`,
    )
  }
}
