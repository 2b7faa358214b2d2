import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openLog } from './log.ts'

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'landline-log-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

test('the terminal gets a sentence, the file gets everything', () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  onTestFinished(() => said.mockRestore())
  const folder = newFolder()
  openLog(folder, 'info').error({ err: new Error('no such table: x') }, 'A request failed')
  expect(said.mock.calls).toEqual([[`A request failed: no such table: x. More is in ${join(folder, 'landline.log')}\n`]])
  expect(readFileSync(join(folder, 'landline.log'), 'utf8')).toMatch(/log\.test\.ts/) // the stack
})

test('what is secret by its name reaches no log', () => {
  const folder = newFolder()
  openLog(folder, 'info').info(
    { password: 'hunter2', headers: { authorization: 'Basic hunter2' }, a: { b: { api_key: 'hunter2' } } },
    'Asked',
  )
  const written = readFileSync(join(folder, 'landline.log'), 'utf8')
  expect(written).toContain('[secret]')
  expect(written).not.toContain('hunter2')
})
