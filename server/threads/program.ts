import { existsSync } from 'node:fs'
import path from 'node:path'

/**
 * Finds what a thread runs. As source it lies beside its caller. Built, it is a program of its own, and its caller may be in a
 * folder below.
 * @param folder the caller's
 * @param name without an ending
 */
export function findProgram(folder: string, name: string): string {
  const places = [`${name}.ts`, `${name}.js`, `../${name}.js`].map((file) => path.join(folder, file))
  const found = places.find((place) => existsSync(place))
  if (!found) throw new Error(`${name} is not where it was built`)
  return found
}
