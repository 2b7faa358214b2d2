import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

const root = path.resolve(import.meta.dirname, '../..')

/**
 * Loads a part of the bench with the server in it and all its threads, built as they ship: from source, a thread would read some
 * thirty files and strip their types before it begins.
 * @param file below this folder
 */
export async function importBuilt<T>(file: string): Promise<T> {
  const outDir = path.join(root, 'node_modules/.cache/bench')
  await build({
    root,
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, sourcemap: false, rolldownOptions: { input: { measured: path.join(import.meta.dirname, file) } } },
  })
  return await import(pathToFileURL(path.join(outDir, 'measured.js')).href)
}
