import { createHash, randomBytes, randomInt } from 'node:crypto'
import type { Person } from '../support/person.ts'

/** What the server has acknowledged, to be found again after every crash; and what it was sent, to know whole from half. */
export class Ledger {
  readonly sentContents = new Set<string>()
  readonly messages = new Map<number, string>()
  readonly starred = new Set<number>()
  readonly read = new Set<number>()
  /** sha256 by address. */
  readonly uploads = new Map<string, string>()
  /** What earlier looks found in order, so that each looks at what is new; the last one looks at everything. */
  looked = { upToMessage: 0, uploads: 0 }
}

/** Sends, stars, reads and uploads as fast as the server answers, until it stops answering. */
export async function workUntilCut(people: readonly Person[], ledger: Ledger): Promise<void> {
  await Promise.allSettled(
    people.flatMap((person) => [keepTalking(person, ledger), keepTalking(person, ledger), keepUploading(person, ledger)]),
  )
}

async function keepTalking(person: Person, ledger: Ledger): Promise<never> {
  for (;;) {
    const content = `${person.name} says ${randomBytes(randomInt(4, 200)).toString('hex')}`
    ledger.sentContents.add(content)
    const { id } = await person.send('general', `topic ${randomInt(5)}`, content)
    ledger.messages.set(id, content)
    if (randomInt(3) === 0) {
      await person.post('/messages/flags', { messages: [id], op: 'add', flag: 'starred' })
      ledger.starred.add(id)
    }
  }
}

/** The owner listens, and reads what the others say. */
export async function readUntilCut(reader: Person, ledger: Ledger, cut: AbortSignal): Promise<void> {
  try {
    while (!cut.aborted) {
      const unread = [...ledger.messages.keys()].filter((id) => !ledger.read.has(id)).slice(-20)
      if (unread.length > 0) {
        await reader.post('/messages/flags', { messages: unread, op: 'add', flag: 'read' })
        for (const id of unread) ledger.read.add(id)
      } else await new Promise((resolve) => setTimeout(resolve, 5))
    }
  } catch {
    // The plug was pulled.
  }
}

async function keepUploading(person: Person, ledger: Ledger): Promise<never> {
  for (;;) {
    const bytes = randomBytes(randomInt(1, 300_000))
    const { url } = await person.upload('photo.bin', bytes)
    ledger.uploads.set(url as string, createHash('sha256').update(bytes).digest('hex'))
  }
}
