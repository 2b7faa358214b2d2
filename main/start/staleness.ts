import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { at, type Part } from './parts.ts'

const stamp = ({ name }: Part): string => at('dist', '.built', name)

/** Whether a part's sources are others than those it was last built from: changed, added or removed. */
export function isStale(part: Part): boolean {
  try {
    return readFileSync(stamp(part), 'utf8') !== fingerprint(part)
  } catch {
    return true
  }
}

/** Names, sizes and times of all sources of a part; take it before building, so that what changes meanwhile counts as new. */
export function fingerprint({ sources }: Part): string {
  const hash = createHash('sha256')
  for (const source of sources) addTo(hash, at(source))
  return hash.digest('hex')
}

export function noteBuilt(part: Part, builtFrom: string): void {
  mkdirSync(path.dirname(stamp(part)), { recursive: true })
  writeFileSync(stamp(part), builtFrom)
}

function addTo(hash: ReturnType<typeof createHash>, file: string): void {
  const { isDirectory, size, mtimeMs } = factsOf(file)
  if (!isDirectory) return void hash.update(`${file} ${size} ${mtimeMs}\n`)
  for (const name of readdirSync(file).toSorted()) {
    if (!/\.test\.tsx?$/.test(name)) addTo(hash, path.join(file, name))
  }
}

function factsOf(file: string): { isDirectory: boolean; size: number; mtimeMs: number } {
  const facts = statSync(file, { throwIfNoEntry: false })
  return { isDirectory: facts?.isDirectory() ?? false, size: facts?.size ?? -1, mtimeMs: facts?.mtimeMs ?? 0 }
}
