import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { landline, serveProcess } from '../../support/server-process.ts'
import type { OldOrganization } from '../old-organization.ts'

const connections = 4
const pause = 20
const idleSeconds = 15
const snapshots = 4

export interface Chatting {
  /** Milliseconds of each request. */
  readonly idle: readonly number[]
  readonly during: readonly number[]
  /** Megabytes that the process had of its own before the first backup, and at the most. */
  readonly before: number
  readonly most: number
}

/** Megabytes of its own: the pages of the database that are mapped into it are the system's, and go when somebody needs room. */
const ownMegabytes = (pid: number): number =>
  Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

/** People read and write at a steady pace, first while nothing else happens, then while one backup after the other is made. */
export async function chatDuringBackups({ folder, members }: OldOrganization): Promise<Chatting> {
  const server = await serveProcess(folder)
  try {
    const chat = (until: () => boolean): Promise<number[]> => chatUntil(until, server.url, members)
    const over = performance.now() + 2000
    await chat(() => performance.now() > over) // to warm up
    const end = performance.now() + idleSeconds * 1000
    const idle = await chat(() => performance.now() > end)
    const before = ownMegabytes(server.pid)
    let most = before
    const watch = setInterval(() => {
      most = Math.max(most, ownMegabytes(server.pid))
    }, 50)
    let isOver = false
    const backups = (async () => {
      for (let i = 0; i < snapshots; i++) await landline('backup', 'create', '--destination', 'local', '--data', folder)
      isOver = true
    })()
    const during = await chat(() => isOver)
    await backups
    clearInterval(watch)
    return { idle, during, before, most }
  } finally {
    await server.stop()
  }
}

async function chatUntil(isOver: () => boolean, url: string, members: readonly string[]): Promise<number[]> {
  const times: number[] = []
  const chatInTurn = async (authorization: string): Promise<void> => {
    for (let i = 0; !isOver(); i++) {
      const began = performance.now()
      await (i % 2 === 0 ? read(url, authorization) : send(url, authorization))
      times.push(performance.now() - began)
      await setTimeout(pause)
    }
  }
  await Promise.all(members.slice(0, connections).map(chatInTurn))
  return times
}

async function read(url: string, authorization: string): Promise<void> {
  const answer = await fetch(`${url}/api/v1/messages?anchor=newest&num_before=20&num_after=0`, { headers: { authorization } })
  await answer.arrayBuffer()
  if (!answer.ok) throw new Error(`A read was answered with ${answer.status}`)
}

async function send(url: string, authorization: string): Promise<void> {
  const body = new URLSearchParams({ type: 'channel', to: '1', topic: 'bench', content: 'A few words' })
  const answer = await fetch(`${url}/api/v1/messages`, { method: 'POST', headers: { authorization }, body })
  await answer.arrayBuffer()
  if (!answer.ok) throw new Error(`A message was answered with ${answer.status}`)
}
