import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type ServerProcess, serveProcess } from '../support/server-process.ts'
import { vocabulary } from './million.ts'
import { makeOldOrganization, type OldOrganization } from './old-organization.ts'
import { ask, askOften, type Rate } from './reads/ask-often.ts'
import { type Asking, record } from './reads/recorded.ts'
import { percentile, round, type Section } from './section.ts'

const seconds = 5
const program = (name: string): string => join(import.meta.dirname, 'reads', name)

const messagesFromTheMiddle = (authorization: string): Asking => ({
  method: 'GET',
  path: '/api/v1/messages?anchor=500000&num_before=50&num_after=50&apply_markdown=true',
  authorization,
})

const registering = (authorization: string): Asking => ({
  method: 'POST',
  path: '/api/v1/register',
  body: `apply_markdown=true&client_capabilities=${encodeURIComponent('{"user_settings_object":true,"bulk_message_deletion":true,"empty_topic_name":true}')}`,
  authorization,
})

const searching = (authorization: string, words: readonly string[]): Asking => ({
  method: 'GET',
  path: `/api/v1/messages?anchor=newest&num_before=100&num_after=0&narrow=${encodeURIComponent(JSON.stringify([{ operator: 'search', operand: words.join(' ') }]))}`,
  authorization,
})

/** The same statements and the same rows from node:http alone. */
async function askBare(organization: OldOrganization, asking: Asking): Promise<Rate> {
  const recording = join(organization.folder, '..', 'recording.json')
  writeFileSync(recording, JSON.stringify(await record(organization.folder, asking)))
  const child = spawn(process.execPath, [program('bare-handler.ts'), join(organization.folder, 'landline.db'), recording], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const { url, pid } = JSON.parse(line) as { url: string; pid: number }
    return await askOften(url, pid, [asking], seconds)
  } finally {
    child.kill('SIGKILL')
  }
}

/** Everyday words and rare ones, alone and in pairs. */
function searches(members: readonly string[]): { one: Asking[]; two: Asking[] } {
  const words = vocabulary()
  const at = (n: number): string => words[(n * n * 7) % 4000]!
  const member = (n: number): string => members[n % members.length]!
  return {
    one: Array.from({ length: 200 }, (_, n) => searching(member(n), [at(n)])),
    two: Array.from({ length: 200 }, (_, n) => searching(member(n), [at(n), at(n + 3)])),
  }
}

/** What people read in an organization of 1,000 with a million messages. */
export async function reads(): Promise<Section> {
  const organization = await makeOldOrganization()
  const someone = organization.members[0]!
  try {
    const bare = {
      messages: await askBare(organization, messagesFromTheMiddle(someone)),
      register: await askBare(organization, registering(someone)),
    }
    const server = await serveProcess(organization.folder)
    const own = await askOwn(server, organization).finally(() => server.stop())
    return sectionOf(organization, bare, own)
  } finally {
    organization.remove()
  }
}

interface Own {
  readonly messages: Rate
  readonly register: Rate
  readonly one: Rate
  readonly two: Rate
}

async function askOwn({ url, pid }: ServerProcess, { members }: OldOrganization): Promise<Own> {
  const { one, two } = searches(members)
  for (const member of members) await ask(url, registering(member)) // as clients do, before anybody searches
  return {
    messages: await askOften(url, pid, [messagesFromTheMiddle(members[0]!)], seconds),
    register: await askOften(url, pid, [registering(members[0]!)], seconds),
    one: await askOften(url, pid, one, seconds, 1),
    two: await askOften(url, pid, two, seconds, 1),
  }
}

function sectionOf({ databaseMegabytes }: OldOrganization, bare: Pick<Own, 'messages' | 'register'>, own: Own): Section {
  const row = (what: string, rate: Rate): (string | number)[] => [
    what,
    round(rate.perSecond),
    round(rate.cpu / 1000, 2),
    round(percentile(rate.milliseconds, 0.5)),
    round(percentile(rate.milliseconds, 0.99)),
  ]
  return {
    title: 'Reading from a million messages',
    about: `An organization of 1,000 people and 100 channels with 1,000,000 messages of 20 words. Eight connections ask for ${seconds} s; searches come one after another. The bare handler is node:http with the statements that Landline ran, prepared, and the same answer turned into JSON.`,
    columns: ['request', 'a second', 'CPU ms', 'p50 ms', 'p99 ms'],
    rows: [
      row('100 messages from the middle', own.messages),
      row('the same, bare handler', bare.messages),
      row('register, tens of thousands unread', own.register),
      row('the same, bare handler', bare.register),
      row('search for one word', own.one),
      row('search for two words', own.two),
    ],
    goals: [
      {
        what: 'messages, rate against the bare handler',
        measured: round(own.messages.perSecond / bare.messages.perSecond, 2),
        atLeast: 0.5,
        unit: 'times',
      },
      {
        what: 'register, rate against the bare handler',
        measured: round(own.register.perSecond / bare.register.perSecond, 2),
        atLeast: 0.5,
        unit: 'times',
      },
      { what: 'register with 50,000 unread, CPU', measured: round(own.register.cpu / 1000), atMost: 60, unit: 'ms' },
      {
        what: 'search for one word, p99',
        measured: round(percentile(own.one.milliseconds, 0.99)),
        atMost: 40,
        unit: 'ms',
      },
      {
        what: 'search for two words, p99',
        measured: round(percentile(own.two.milliseconds, 0.99)),
        atMost: 40,
        unit: 'ms',
      },
      { what: 'database with text index and HTML', measured: round(databaseMegabytes / 1000, 2), atMost: 0.7, unit: 'GB' },
    ],
  }
}
