import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const built = new URL('../../dist/chat/', import.meta.url)

test('the first page is small enough for a slow network', () => {
  const page = readFileSync(new URL('index.html', built), 'utf8')
  const files = [...page.matchAll(/(?:src|href)="\/static\/app\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, path]) => path!)
  expect(files.length).toBeGreaterThan(1)
  const bytes = files.reduce((sum, path) => sum + gzipSync(readFileSync(new URL(path, built))).length, 0)
  expect(bytes / 1000).toBeLessThan(200)
})
