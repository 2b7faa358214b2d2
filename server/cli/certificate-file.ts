import { readFileSync } from 'node:fs'
import { CommandRefused } from './failure.ts'

/** The certificate in a file, as it stands there. */
export function readCertificate(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const nextStep = 'Name the file of the authority’s certificate, in PEM.'
    throw new CommandRefused('CA_FILE', `The certificate ${file} cannot be read: ${why}.`, nextStep)
  }
}
