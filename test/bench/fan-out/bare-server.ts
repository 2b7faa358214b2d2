import { createServer } from 'node:http'
import SQLite from 'better-sqlite3'
import { WebSocketServer } from 'ws'

/**
 * The least that a chat server can be: what it is sent goes to every socket. As `storing` it first inserts one message row and
 * a row for each recipient, clustered by message, and flushes them. Arguments: mode, database file, bytes of one event.
 */
const [mode, file, eventBytes] = process.argv.slice(2) as [string, string, string]
const padding = Number(eventBytes)

const server = createServer()
const sockets = new WebSocketServer({ server, perMessageDeflate: false })
const store = mode === 'storing' ? openStore() : () => {}
let lastId = 0

server.on('request', (request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const content = new URLSearchParams(Buffer.concat(chunks).toString()).get('content') ?? ''
    const id = ++lastId
    store(id, content)
    const event = Buffer.from(JSON.stringify({ type: 'message', id, content }).padEnd(padding, ' '))
    for (const socket of sockets.clients) socket.send(event, { binary: false })
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ result: 'success', id }))
  })
})

function openStore(): (id: number, content: string) => void {
  const database = new SQLite(file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec(`CREATE TABLE messages (id INTEGER PRIMARY KEY, content TEXT);
    CREATE TABLE recipients (messageId INTEGER, userId INTEGER, flags INTEGER, PRIMARY KEY (messageId, userId)) WITHOUT ROWID`)
  const message = database.prepare('INSERT INTO messages VALUES (?, ?)')
  const recipient = database.prepare('INSERT INTO recipients VALUES (?, ?, 0)')
  return database.transaction((id: number, content: string) => {
    message.run(id, content)
    for (let userId = 1; userId <= sockets.clients.size; userId++) recipient.run(id, userId)
  })
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(address as { port: number }).port}`, pid: process.pid }))
})
