import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { growOrganization } from '../support/backups/grow-organization.ts'
import { newFolder } from '../support/landline.ts'
import { landline, personAt, prepareFolder, serveProcess } from '../support/server-process.ts'

/** It needs 40 GB of the disk for a while, and some minutes. */
const gigabytes = 10
const most = 300
/** `npm run test:backups`, where /proc tells how much memory a process has. */
const isAsked = import.meta.env.MODE === 'backups' && process.platform === 'linux'

const program = new URL('../../dist/server/landline.js', import.meta.url).pathname

/** Looks now and then at what a process has of its own: what is mapped of files is the system's, which takes it back when it likes. */
class Memory {
  own = 0
  mapped = 0
  readonly #timer: NodeJS.Timeout

  constructor(pid: number) {
    const look = (): void => {
      const file = `/proc/${pid}/status`
      const status = existsSync(file) ? readFileSync(file, 'utf8') : ''
      const mebibytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024
      this.own = Math.max(this.own, mebibytes('RssAnon'))
      this.mapped = Math.max(this.mapped, mebibytes('RssFile'))
    }
    this.#timer = setInterval(look, 20)
    look()
  }

  told(what: string): number {
    clearInterval(this.#timer)
    console.log(`${what}: ${Math.round(this.own)} MiB of its own at the most, ${Math.round(this.mapped)} MiB of files mapped`)
    return this.own
  }
}

async function memoryOf(what: string, ...args: string[]): Promise<number> {
  const flags = ['--max-semi-space-size=4', '--heap-growing-percent=60']
  const child = spawn(process.execPath, [...flags, program, ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
  const memory = new Memory(child.pid!)
  const [code] = await once(child, 'exit')
  expect(code, what).toBe(0)
  return memory.told(what)
}

test.runIf(isAsked)(
  `${gigabytes} GB are backed up, read back and restored in less than ${most} MiB of memory`,
  { timeout: 3600_000 },
  async () => {
    const { folder, owner, remove } = await prepareFolder()
    onTestFinished(remove)
    const server = await serveProcess(folder)
    await personAt(server, owner).send('general', 'greetings', 'Hello')
    await server.stop()
    growOrganization(folder, { messages: gigabytes * 0.2e9, files: gigabytes * 0.8e9 })
    const target = path.join(newFolder(), 'restored')
    onTestFinished(() => rmSync(target, { recursive: true, force: true }))

    const again = await serveProcess(folder)
    onTestFinished(async () => void (await again.stop()))
    const serving = new Memory(again.pid)
    await landline('backup', 'create', '--destination', 'local', '--data', folder) // and reads it back
    const created = serving.told('The server while it backed up')
    await again.stop()

    const repository = path.join(folder, 'backups')
    const verified = await memoryOf('Verifying', 'backup', 'verify', '--repository', repository)
    const restored = await memoryOf('Restoring', 'backup', 'restore', '--repository', repository, '--to', target)

    expect(Math.max(created, verified, restored)).toBeLessThan(most)
  },
)
