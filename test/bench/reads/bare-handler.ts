import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import SQLite from 'better-sqlite3'
import type { Recorded } from './recorded.ts'

/**
 * The least that could answer a recorded request: node:http, the same statements, prepared once, and the same answer turned into
 * text anew. Arguments: the database's file, and the recording's.
 */
const [database, recording] = process.argv.slice(2) as [string, string]
const { statements, answer } = JSON.parse(readFileSync(recording, 'utf8'), reviveBytes) as Recorded
const sqlite = new SQLite(database, { readonly: true })
const prepared = statements.map(({ sql, parameters }) => ({ statement: sqlite.prepare(sql), parameters }))

/** Parameters may be bytes, which JSON writes as {type: 'Buffer', data}. */
function reviveBytes(_key: string, value: unknown): unknown {
  const { type, data } = (value ?? {}) as { type?: unknown; data?: unknown }
  return type === 'Buffer' && Array.isArray(data) ? Buffer.from(data) : value
}

const server = createServer((request, response) => {
  request.resume()
  for (const { statement, parameters } of prepared) statement.all(parameters)
  const text = JSON.stringify(answer)
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
})
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, pid: process.pid }))
})
