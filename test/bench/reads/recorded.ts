import SQLite from 'better-sqlite3'
import { openAppliance } from '../../../server/appliance.ts'
import { serve } from '../../../server/serving.ts'

/** One statement as the server ran it. */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** What one request made the server do, and what it answered. */
export interface Recorded {
  readonly statements: readonly Statement[]
  readonly answer: unknown
}

export interface Asking {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
  readonly authorization: string
}

/** Runs a request in this process, warm, and writes down every statement that reads. */
export async function record(folder: string, asking: Asking): Promise<Recorded> {
  const appliance = await openAppliance({ folder, command: 'a bench', web: { chat: '', settings: '' }, hasRateLimits: false })
  const serving = await serve(appliance, { host: '127.0.0.1', port: 0 })
  const ask = async (): Promise<unknown> => {
    const { method, path, body, authorization } = asking
    const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' }
    const response = await fetch(`http://127.0.0.1:${serving.port}${path}`, { method, headers, body: body ?? null })
    return response.json()
  }
  for (let i = 0; i < 20; i++) await ask()
  const statements: Statement[] = []
  const stop = listenToStatements(statements)
  const answer = await ask()
  stop()
  await serving.stop()
  await appliance.close()
  return { statements, answer }
}

type All = (...parameters: unknown[]) => unknown[]

function listenToStatements(heard: Statement[]): () => void {
  const memory = new SQLite(':memory:')
  const prototype = Object.getPrototypeOf(memory.prepare('SELECT 1')) as { all: All; source: string }
  memory.close()
  const { all } = prototype
  prototype.all = function (this: { source: string }, ...parameters) {
    heard.push({ sql: this.source, parameters: parameters.flat() })
    return all.apply(this, parameters)
  }
  return () => {
    prototype.all = all
  }
}
