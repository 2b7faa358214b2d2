import file from '../../../resources/emoji/emoji.json' with { type: 'json' }
import { Emoji } from './emoji.ts'

let emoji: Emoji | undefined

/** The server's table of emoji, read on first use. */
export const loadEmoji = (): Emoji => {
  emoji ??= new Emoji(file)
  return emoji
}
