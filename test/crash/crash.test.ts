import { randomInt } from 'node:crypto'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { createAda, personAt, prepareFolder, type ServerProcess, serveProcess } from '../support/server-process.ts'
import { brokenPromises } from './verify.ts'
import { Ledger, readUntilCut, workUntilCut } from './workload.ts'

/** `npm run test:crash` pulls the plug more often. */
const cycles = import.meta.env.MODE === 'crash' ? 200 : 20

test(`whoever pulls the plug ${cycles} times finds all that was acknowledged, and nothing by halves`, {
  timeout: cycles * 60_000,
}, async () => {
  const { folder, owner, passwordFile, remove } = await prepareFolder()
  onTestFinished(remove)
  const ada = await createAda(folder, passwordFile)

  const ledger = new Ledger()
  for (let cycle = 1; cycle <= cycles; cycle++) {
    const server = await serveProcess(folder)
    const broken = await brokenPromises(personAt(server, owner), personAt(server, ada), ledger)
    expect(broken, `after ${cycle - 1} crashes`).toEqual([])
    await workAndCut(server, owner, ada, ledger)
  }
  const last = await serveProcess(folder)
  ledger.looked = { upToMessage: 0, uploads: 0 }
  expect(await brokenPromises(personAt(last, owner), personAt(last, ada), ledger)).toEqual([])
  expect(await last.stop()).toBe(0)
  expect(ledger.messages.size, 'a server that acknowledges nothing loses nothing').toBeGreaterThan(cycles)
  expect(ledger.uploads.size).toBeGreaterThan(0)
  expect(integrity(`${folder}/landline.db`)).toBe('ok')
})

async function workAndCut(
  server: ServerProcess,
  owner: Parameters<typeof personAt>[1],
  ada: Parameters<typeof personAt>[1],
  ledger: Ledger,
): Promise<void> {
  const cut = new AbortController()
  const working = Promise.all([
    workUntilCut([personAt(server, ada)], ledger),
    readUntilCut(personAt(server, owner), ledger, cut.signal),
  ])
  const before = ledger.messages.size
  await new Promise((resolve) => setTimeout(resolve, randomInt(30, 400)))
  const isIdle = (): boolean => ledger.messages.size < before + 2 || ledger.uploads.size === 0
  while (isIdle()) await new Promise((resolve) => setTimeout(resolve, 10)) // on a slow machine
  await server.kill()
  cut.abort()
  await working
}

function integrity(file: string): unknown {
  const sqlite = new SQLite(file)
  try {
    return sqlite.pragma('integrity_check', { simple: true })
  } finally {
    sqlite.close()
  }
}
