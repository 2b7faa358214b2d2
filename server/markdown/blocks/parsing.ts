import type { Block } from './tree.ts'

/**
 * What the innermost form around a chunk makes of plain text in it: in a tight list it is the item's own text, elsewhere a
 * paragraph. `detabbed`: the indentation of a list is already taken off.
 */
export type Surroundings = 'document' | 'list' | 'loose list' | 'quotation' | 'detabbed'

/** One form of block: takes the next chunk if it is of its form, and says whether it did. */
export type BlockForm = (parsing: Parsing, parent: Block, chunks: Chunks) => boolean

/** Runs of lines without a blank line between them, the next one last: taking it must not move thousands of others. */
export type Chunks = string[]

/** Deeper lists and quotations are shown as the text they are: no reader follows a hundred levels. */
const deepest = 100

/**
 * Splits text at blank lines and offers each chunk to the forms in turn, as Zulip's parser does. CommonMark's parser, which
 * goes line by line, nests lists and ends paragraphs at other places.
 */
export class Parsing {
  readonly #forms: readonly BlockForm[]
  readonly #surroundings: Surroundings[] = ['document']
  #depth = 0

  constructor(forms: readonly BlockForm[]) {
    this.#forms = forms
  }

  get isDeep(): boolean {
    return this.#depth >= deepest
  }

  isIn(surroundings: Surroundings): boolean {
    return this.#surroundings.at(-1) === surroundings
  }

  /** Does `work` inside a form. */
  within(surroundings: Surroundings, work: () => void): void {
    this.#surroundings.push(surroundings)
    this.#depth += 1
    work()
    this.#depth -= 1
    this.#surroundings.pop()
  }

  parseText(parent: Block, text: string): void {
    this.parseChunks(parent, text.split('\n\n'))
  }

  parseChunks(parent: Block, inOrder: readonly string[]): void {
    const chunks = inOrder.toReversed()
    while (chunks.length > 0) this.#forms.some((form) => form(this, parent, chunks))
  }
}
