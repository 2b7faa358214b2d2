import { mkdirSync, readdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'

/**
 * Puts a new build in the place of an old one that is in use. Each file is replaced in one step, what others load comes before
 * what loads it, and files of the old build stay: a server that runs may load a part of itself an hour from now.
 */
export function moveInto(from: string, to: string): void {
  const files = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(path.join(from, name)).isFile(),
  )
  const depth = (name: string): number => name.split(path.sep).length
  for (const name of files.toSorted((a, b) => depth(b) - depth(a))) {
    const target = path.join(to, name)
    mkdirSync(path.dirname(target), { recursive: true })
    renameSync(path.join(from, name), target)
  }
}
