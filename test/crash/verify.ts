import { createHash } from 'node:crypto'
import type { Person } from '../support/person.ts'
import type { Ledger } from './workload.ts'

const pageSize = 1000

/**
 * What the server holds after a crash, compared with what it promised since the last look.
 * @returns a sentence for each broken promise
 */
export async function brokenPromises(owner: Person, ada: Person, ledger: Ledger): Promise<string[]> {
  const from = ledger.looked.upToMessage
  const [asOwner, asAda] = [await messagesAfter(owner, from), await messagesAfter(ada, from)]
  const broken: string[] = []
  for (const [id, content] of ledger.messages) {
    if (id <= from) continue
    if (asOwner.get(id)?.content !== content)
      broken.push(`Message ${id} was acknowledged and is ${asOwner.has(id) ? 'different' : 'gone'}`)
  }
  for (const { id, content } of asOwner.values()) {
    if (!ledger.sentContents.has(content) && / says /.test(content)) broken.push(`Message ${id} is not as anybody sent it`)
  }
  for (const id of ledger.starred)
    if (id > from && !asAda.get(id)?.flags.includes('starred')) broken.push(`The star on message ${id} is gone`)
  for (const id of ledger.read)
    if (id > from && !asOwner.get(id)?.flags.includes('read')) broken.push(`Message ${id} was marked read and is unread`)
  broken.push(...(await brokenUploads(ada, [...ledger.uploads].slice(ledger.looked.uploads))))
  ledger.looked = { upToMessage: Math.max(from, ...ledger.messages.keys()), uploads: ledger.uploads.size }
  return broken
}

interface Held {
  readonly id: number
  readonly sender_id: number
  readonly content: string
  readonly flags: readonly string[]
}

async function messagesAfter(viewer: Person, from: number): Promise<Map<number, Held>> {
  const held = new Map<number, Held>()
  let anchor = from
  for (;;) {
    const page = await viewer.get('/messages', {
      anchor,
      num_before: 0,
      num_after: pageSize,
      apply_markdown: false,
      narrow: [['channel', 'general']],
    })
    for (const message of page.messages as Held[]) held.set(message.id, message)
    if (page.found_newest) return held
    anchor = (page.messages as Held[]).at(-1)!.id
  }
}

async function brokenUploads(viewer: Person, uploads: readonly (readonly [string, string])[]): Promise<string[]> {
  const broken: string[] = []
  for (const [url, sha256] of uploads) {
    const response = await viewer.page(url)
    const found = createHash('sha256')
      .update(Buffer.from(await response.arrayBuffer()))
      .digest('hex')
    if (found !== sha256) broken.push(`Upload ${url} was acknowledged and answers ${response.status} with other bytes`)
  }
  return broken
}
