import { pathToFileURL } from 'node:url'
import { at } from './parts.ts'

/** Goes on as the built `landline`, in this very process: another would cost its start-up time, and hide its pid. */
export async function runBuiltServer(args: readonly string[]): Promise<void> {
  const program = at('dist/server/landline.js')
  process.argv = [process.execPath, program, ...args]
  await import(pathToFileURL(program).href)
}
