import { LRUCache } from 'lru-cache'
import { drawSquare } from '../images/draw.ts'

/** Dark enough for white letters: at least 4.5 : 1. */
const colours = [
  '#b3261e',
  '#a8421b',
  '#8a5a00',
  '#5f6b00',
  '#2f7431',
  '#00756a',
  '#00708a',
  '#0068a8',
  '#2f5bd0',
  '#5a4fcf',
  '#7a45c4',
  '#9a36b0',
  '#b02a80',
  '#a03a55',
  '#6d5a50',
  '#55616d',
] as const

const drawn = new LRUCache<string, Promise<Buffer>>({ max: 400 })

/**
 * The picture of those who have none of their own: their initials on a colour that stays theirs.
 * @param seed of the colour
 * @param size of the PNG, in pixels each way
 */
export function drawnPicture(name: string, seed: number, size: number): Promise<Buffer> {
  const letters = initials(name)
  const colour = colours[seed % colours.length]!
  const id = `${letters} ${colour} ${size}`
  const known = drawn.get(id)
  if (known) return known
  const picture = drawSquare(Buffer.from(asSvg(letters, colour)), size)
  picture.catch(() => drawn.delete(id))
  drawn.set(id, picture)
  return picture
}

const asSvg = (letters: string, colour: string): string => `
<svg xmlns="http://www.w3.org/2000/svg" width="500" height="500" viewBox="0 0 500 500">
  <rect width="500" height="500" fill="${colour}"/>
  <text x="250" y="250" dy=".36em" text-anchor="middle" fill="#fff" font-size="${letters.length > 1 ? 200 : 250}"
    font-family="Inter, Segoe UI, Helvetica Neue, Noto Sans, DejaVu Sans, sans-serif" font-weight="600">${escaped(letters)}</text>
</svg>`

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

function firstLetter(word: string): string {
  const first = graphemes.segment(word)[Symbol.iterator]().next().value?.segment ?? ''
  return Buffer.byteLength(first) <= 16 ? first.toUpperCase() : '?' // a pile of combining marks is no letter
}

/** Of the first and the last word: Ada Lovelace is AL. */
export function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean)
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return first ? firstLetter(first) + (last ? firstLetter(last) : '') : '?'
}
