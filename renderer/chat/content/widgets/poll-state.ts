import type { Submessage } from '../../api/types.ts'
import { parsed } from './parse-json.ts'

export interface PollOption {
  key: string
  text: string
  voters: number[]
}

interface PollEvent {
  type?: string
  option?: string
  idx?: number
  question?: string
  key?: string
  vote?: number
}

/**
 * A poll as its submessages made it: options it began with have the key `canned,N`, later ones `SENDER,N`. Events that
 * make no sense are left out, as other clients do.
 */
export function pollFrom(start: { question?: unknown; options?: unknown }, author: number, submessages: readonly Submessage[]) {
  let question = typeof start.question === 'string' ? start.question : ''
  const options = new Map<string, PollOption>()
  const add = (key: string, text: unknown) => {
    if (typeof text === 'string' && text.trim() && !options.has(key)) options.set(key, { key, text, voters: [] })
  }
  if (Array.isArray(start.options)) for (const [index, text] of start.options.entries()) add(`canned,${index}`, text)
  for (const { sender_id, content } of submessages.slice(1)) {
    const event = parsed<PollEvent>(content)
    if (event?.type === 'new_option') add(`${sender_id},${event.idx}`, event.option)
    else if (event?.type === 'question' && sender_id === author && event.question) question = event.question
    else if (event?.type === 'vote') vote(options.get(event.key ?? ''), sender_id, event.vote === 1)
  }
  return { question, options: [...options.values()] }
}

function vote(option: PollOption | undefined, voter: number, inFavour: boolean): void {
  if (!option) return
  option.voters = option.voters.filter((id) => id !== voter)
  if (inFavour) option.voters.push(voter)
}
