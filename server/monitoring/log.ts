import { existsSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pino, { type Logger } from 'pino'

const largestFile = 10 * 1024 * 1024

/** Names of fields that never reach a log, wherever they stand. Secrets print as [secret] by themselves; this is the net below. */
const secretFields = ['password', 'api_key', 'apiKey', 'token', 'secret', 'authorization', 'cookie', 'set-cookie', 'passwordHash']
const redact = {
  paths: secretFields.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
  censor: '[secret]',
}

/**
 * Logs JSON lines to `landline.log` in the folder; of errors, a sentence goes to standard error as well, for whoever watches
 * the terminal. Standard output is the command line's.
 */
export function openLog(folder: string, level: string): Logger {
  const file = join(folder, 'landline.log')
  rotate(file)
  return pino(
    { level, redact, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.multistream([
      { level: level as pino.Level, stream: pino.destination({ dest: file, mkdir: true, sync: true, mode: 0o600 }) },
      { level: 'error', stream: { write: (line) => void process.stderr.write(sentence(line, file)) } },
    ]),
  )
}

/** What a person is told: no stack, but where it is. */
function sentence(line: string, file: string): string {
  const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } }
  const cause = err?.message ? `: ${err.message.split('\n', 1)[0]}` : ''
  return `${msg ?? 'Something went wrong'}${cause}. More is in ${file}\n`
}

function rotate(file: string): void {
  if (existsSync(file) && statSync(file).size > largestFile) renameSync(file, `${file}.1`)
}
