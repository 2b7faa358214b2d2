/* `npm run dev`: the server from its sources, started anew at every change, and the two pages with hot reload. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { createServer, type Plugin } from 'vite'
import { answeredByServer } from './answered-by-server.ts'
import { at, root } from './parts.ts'

const serverPort = 5400
const pages = [
  { name: 'chat', port: 5401, config: at('renderer/chat/vite.config.ts') },
  { name: 'settings', port: 5402, config: at('renderer/settings/vite.config.ts') },
]
/** The server gives each page the token that its requests repeat; here the page does not come from the server. */
const csrfCookie: Plugin = {
  name: 'csrf-cookie',
  configureServer({ middlewares }) {
    middlewares.use((request, response, next) => {
      if (!request.headers.cookie?.includes('csrftoken='))
        response.setHeader('set-cookie', 'csrftoken=development; Path=/; SameSite=Lax')
      next()
    })
  },
}

const data = at('dist/dev-data')
const watching = ['--watch', '--watch-preserve-output', '--enable-source-maps', 'server/main.ts']
const server = spawn(
  process.execPath,
  [...watching, 'serve', '--data', data, '--host', '127.0.0.1', '--port', String(serverPort), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    server.kill('SIGTERM')
    process.exit(0)
  })
}

await isListening(serverPort)
for (const { name, port, config } of pages.filter((page) => existsSync(page.config))) {
  const vite = await createServer({
    configFile: config,
    base: '/',
    cacheDir: at(`node_modules/.vite/${name}`), // each throws away what the other has prepared
    logLevel: 'warn',
    plugins: [csrfCookie],
    server: {
      host: '127.0.0.1',
      port,
      proxy: { [answeredByServer]: { target: `http://127.0.0.1:${serverPort}`, ws: true } },
    },
  })
  await vite.listen()
  console.log(`${name} with hot reload: ${vite.resolvedUrls?.local[0]}`)
}

async function isListening(port: number): Promise<void> {
  for (;;) {
    const answers = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (answers) return
    await setTimeout(100)
  }
}
