import { spawn } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { prepareFolder, serveProcess } from '../support/server-process.ts'
import { residentMegabytes } from './process-cost.ts'
import { percentile, round, type Section } from './section.ts'

const times = 5

/** Seconds from the command to the line that says where Landline is. */
function secondsToReady(folder: string): Promise<number> {
  const began = performance.now()
  const child = spawn('npm', ['start', '--', '--data', folder, '--host', '127.0.0.1', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.stdout.on('data', (text) => {
      if (!String(text).includes('http://')) return
      resolve((performance.now() - began) / 1000)
      process.kill(-child.pid!, 'SIGTERM') // npm and what it started
    })
  })
}

/** From `npm start`, warm, to the address on the screen; and what the server holds when nobody is there. */
export async function start(): Promise<Section> {
  const { folder, remove } = await prepareFolder()
  try {
    const seconds: number[] = []
    for (let i = 0; i < times; i++) {
      seconds.push(await secondsToReady(folder))
      await setTimeout(1000)
    }
    const server = await serveProcess(folder)
    await setTimeout(5000)
    const megabytes = residentMegabytes(server.pid)
    await server.stop()
    return {
      title: 'Starting',
      about: `\`npm start\` ${times} times, everything built; then the server alone for five seconds.`,
      columns: ['measured', 'median', 'worst'],
      rows: [['npm start to ready, s', round(percentile(seconds, 0.5), 2), round(Math.max(...seconds), 2)]],
      goals: [
        { what: 'warm start', measured: round(percentile(seconds, 0.5), 2), atMost: 1.5, unit: 's' },
        { what: 'memory of an idle server', measured: Math.round(megabytes), atMost: 160, unit: 'MB' },
      ],
    }
  } finally {
    remove()
  }
}
