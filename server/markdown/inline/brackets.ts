import type { StateInline } from 'markdown-it'
import { maskedSource } from './masked-source.ts'

const cache = new WeakMap<StateInline, Int32Array>()

/** For each opening bracket where its closing one is, or 0: found once for a text, so that a thousand open ones cost no more. */
export function closingBrackets(state: StateInline): Int32Array {
  const known = cache.get(state)
  if (known) return known
  const source = maskedSource(state)
  const closing = new Int32Array(source.length)
  const square: number[] = []
  const round: number[] = []
  for (let index = 0; index < source.length; index += 1) {
    const character = source[index]
    if (character === '[') square.push(index)
    else if (character === '(') round.push(index)
    else if (character === ']' && square.length > 0) closing[square.pop()!] = index
    else if (character === ')' && round.length > 0) closing[round.pop()!] = index
  }
  cache.set(state, closing)
  return closing
}
