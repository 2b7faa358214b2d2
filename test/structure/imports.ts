import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { type Import, rules } from './import-rules.ts'

const statement = /^(?:import|export)\s+(type\s+)?([^'"]*?)\s*(?:from\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm

/** Every import of a source file. Formatted code has them at the start of a line, so no parser is needed. */
export function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(statement)].map(([, typeOnly, names = '', plain, dynamic]) => {
    const target = (plain ?? dynamic)!
    const to = target.startsWith('.') ? join(dirname(file), target) : target
    return { from: file, to, isTypeOnly: typeOnly !== undefined || isAllTypes(names) }
  })
}

const isAllTypes = (names: string): boolean => {
  const listed = /^\{([^}]*)\}$/.exec(names.trim())?.[1]
  return listed?.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type ')) ?? false
}

const isSource = (file: string): boolean => !/\.test\.tsx?$/.test(file) && !file.includes('node_modules')

/** What breaks a rule, a sentence each, and circles between files. */
export function findBreaches(root: string): string[] {
  const files = globSync('{main,renderer,server}/**/*.{ts,tsx}', { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .filter(isSource)
  const edges = files.flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')))
  const breaches = edges.flatMap((edge) =>
    rules.filter((rule) => rule.forbids(edge)).map((rule) => `${edge.from} imports ${edge.to}, but ${rule.because}`),
  )
  return [...breaches, ...circles(edges.filter(({ isTypeOnly }) => !isTypeOnly))]
}

export function circles(edges: readonly Import[]): string[] {
  const targets = Map.groupBy(edges, ({ from }) => from)
  const finished = new Set<string>()
  const found: string[] = []
  const walk = (file: string, trail: readonly string[]): void => {
    if (finished.has(file)) return
    const at = trail.indexOf(file)
    if (at >= 0) return void found.push(`A circle: ${[...trail.slice(at), file].join(' → ')}`)
    for (const { to } of targets.get(file) ?? []) walk(to, [...trail, file])
    finished.add(file)
  }
  for (const file of targets.keys()) walk(file, [])
  return found
}
