import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { holderOf, lockDataFolder } from './lock.ts'
import { StartProblem } from './problem.ts'

let folder: { path: string; lock: string }
const children: ChildProcess[] = []

beforeEach(() => {
  const root = mkdtempSync(path.join(tmpdir(), 'landline-lock-'))
  folder = { path: root, lock: path.join(root, 'landline.lock') }
})

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder.path, { recursive: true, force: true })
})

/** Another process that takes the lock and keeps it until it is killed. */
async function anotherHolder(): Promise<ChildProcess> {
  const code = `
    import { lockDataFolder } from ${JSON.stringify(path.join(import.meta.dirname, 'lock.ts'))}
    lockDataFolder(${JSON.stringify(folder)}, 'landline serve')
    console.log('locked')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  await once(child.stdout!, 'data')
  return child
}

function refusal(): StartProblem {
  try {
    lockDataFolder(folder, 'landline serve').release()
  } catch (error) {
    if (error instanceof StartProblem) return error
    throw error
  }
  throw new Error('the lock was given')
}

test('the second server on a folder is told by name who has it', async () => {
  const holder = await anotherHolder()

  const problem = refusal()

  expect(problem.code).toBe('DATA_FOLDER_IN_USE')
  expect(problem.message).toContain(folder.path)
  expect(problem.message).toContain(`“landline serve” (process ${holder.pid} on ${hostname()}`)
  expect(holderOf(folder)).toMatchObject({ pid: holder.pid, command: 'landline serve', host: hostname() })
})

test('a holder that was killed leaves the folder free', async () => {
  const holder = await anotherHolder()
  holder.kill('SIGKILL')
  await once(holder, 'exit')

  expect(holderOf(folder)).toBeUndefined()
  const lock = lockDataFolder(folder, 'landline serve')
  expect(holderOf(folder)).toMatchObject({ pid: process.pid })
  lock.release()
})

test('two in one process exclude each other too, until the first lets go', () => {
  const first = lockDataFolder(folder, 'landline serve')
  expect(refusal().message).toContain(`process ${process.pid}`)

  first.release()

  expect(holderOf(folder)).toBeUndefined()
  lockDataFolder(folder, 'landline serve').release()
})

test('of many who start at once, one gets the folder', async () => {
  const code = `
    import { lockDataFolder } from ${JSON.stringify(path.join(import.meta.dirname, 'lock.ts'))}
    try { lockDataFolder(${JSON.stringify(folder)}, 'landline serve'); console.log('mine') } catch (error) { console.log(error.code) }
    process.stdin.resume()`
  const answers = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['pipe', 'pipe', 'inherit'] })
      children.push(child)
      const [answer] = await once(child.stdout!, 'data')
      return String(answer).trim()
    }),
  )

  expect(answers.toSorted()).toEqual([...Array(5).fill('DATA_FOLDER_IN_USE'), 'mine'])
})

test('a folder that nobody ever locked has no holder', () => {
  expect(holderOf(folder)).toBeUndefined()
})
