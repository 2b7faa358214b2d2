/** The names that a code goes by, the canonical one first, as `resources/emoji/emoji.json` lists them by category. */
export type EmojiFile = Readonly<Record<string, readonly string[]>>

export interface EmojiCategory {
  readonly name: string
  /** Codes, in the order of the picker. */
  readonly codes: readonly string[]
}

/** Unicode's emoji under Zulip's names. A code is its code points in hexadecimal, without variation selectors: `1f44d`. */
export class Emoji {
  readonly #codes = new Map<string, string>()
  readonly #names = new Map<string, readonly string[]>()
  readonly categories: readonly EmojiCategory[]

  constructor(file: EmojiFile) {
    this.categories = Object.entries(file).map(([name, rows]) => ({ name, codes: rows.map((row) => this.#add(row)) }))
  }

  #add(row: string): string {
    const [code, ...names] = row.split(' ') as [string, ...string[]]
    this.#names.set(code, names)
    for (const name of names) this.#codes.set(name, code)
    return code
  }

  codeOf(name: string): string | undefined {
    return this.#codes.get(name)
  }

  /** All names of a code, the canonical one first. */
  namesOf(code: string): readonly string[] | undefined {
    return this.#names.get(code)
  }

  /** `{code: [names]}`, as clients fetch it. https://zulip.com/api/register-queue, `server_emoji_data_url` */
  codeToNames(): Record<string, readonly string[]> {
    return Object.fromEntries(this.#names)
  }
}

/** The code of an emoji as it is written. */
export const codeOfText = (text: string): string =>
  Array.from(text.replaceAll('\uFE0F', ''), (character) => character.codePointAt(0)!.toString(16).padStart(4, '0')).join('-')

/** The characters of a code, without the variation selectors that some fonts ask for. */
export const textOfCode = (code: string): string =>
  String.fromCodePoint(...code.split('-').map((part) => Number.parseInt(part, 16)))
