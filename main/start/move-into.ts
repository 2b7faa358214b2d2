import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'

/**
 * Puts a new build in the place of an old one that is in use. Each file is replaced in one step, and what others load comes before
 * what loads it. Files of the old build stay, unless `isWhole`: a server that runs may load a part of itself an hour from now.
 */
export function moveInto(from: string, to: string, isWhole: boolean): void {
  const files = filesIn(from)
  const depth = (name: string): number => name.split(path.sep).length
  for (const name of files.toSorted((a, b) => depth(b) - depth(a))) {
    const target = path.join(to, name)
    mkdirSync(path.dirname(target), { recursive: true })
    renameSync(path.join(from, name), target)
  }
  if (isWhole) for (const old of filesIn(to)) if (!files.includes(old)) rmSync(path.join(to, old))
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(path.join(folder, name)).isFile())
}
