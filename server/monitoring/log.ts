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

/** Logs JSON lines to `landline.log` in the folder, and warnings to standard error. Standard output is the command line's. */
export function openLog(folder: string, level: string): Logger {
  const file = join(folder, 'landline.log')
  rotate(file)
  return pino(
    { level, redact, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.multistream([
      { level: level as pino.Level, stream: pino.destination({ dest: file, mkdir: true, sync: true, mode: 0o600 }) },
      { level: 'error', stream: pino.destination({ dest: 2, sync: true }) },
    ]),
  )
}

function rotate(file: string): void {
  if (existsSync(file) && statSync(file).size > largestFile) renameSync(file, `${file}.1`)
}
