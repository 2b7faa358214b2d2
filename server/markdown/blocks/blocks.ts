import type { MarkdownIt, StateCore, Token } from 'markdown-it'
import type { Environment } from '../environment.ts'
import type { FencedPart } from './fences.ts'
import { parseBlocks } from './parse-blocks.ts'
import type { Alignment, Block, BlockKind } from './tree.ts'

/** Zulip's blocks in place of CommonMark's: the engine's own block parser nests and ends them elsewhere. */
export function blocks(md: MarkdownIt): void {
  md.core.ruler.at('block', (state) => {
    const { root, parts } = parseBlocks(state.src, (state.env as unknown as Environment).context.defaultCodeLanguage)
    new TokenWriter(state, parts).writeChildren(root)
  })
  md.renderer.rules.newline = () => '\n'
}

const tags: Partial<Record<BlockKind, string>> = {
  paragraph: 'p',
  'bullet list': 'ul',
  'ordered list': 'ol',
  item: 'li',
  quotation: 'blockquote',
}

/** Writes a tree of blocks as the engine's flat list of tokens, with the newlines that readers of our HTML count on. */
class TokenWriter {
  readonly #state: StateCore
  readonly #parts: readonly FencedPart[]
  #quoted = false

  constructor(state: StateCore, parts: readonly FencedPart[]) {
    this.#state = state
    this.#parts = parts
  }

  writeChildren(block: Block): void {
    for (const child of block.children) {
      this.#write(child)
      this.#newline()
      if (child.tail.trim()) this.#inline(child.tail)
    }
  }

  #write(block: Block): void {
    if (block.kind === 'part') this.#part(this.#parts[block.part!]!)
    else if (block.kind === 'code') this.#indentedCode(block)
    else if (block.kind === 'table') this.#table(block)
    else if (block.kind === 'rule') this.#push('hr', 'hr', 0)
    else this.#container(block)
  }

  #container(block: Block): void {
    const tag = block.kind === 'heading' ? `h${block.level}` : tags[block.kind]!
    const opening = this.#push(`${block.kind}_open`, tag, 1)
    const start = block.kind === 'ordered list' ? startOf(block) : undefined
    if (start) opening.attrSet('start', start)
    if (block.text.trim()) this.#inline(block.text)
    else if (block.children.length > 0) this.#newline()

    const outside = this.#quoted
    this.#quoted ||= block.kind === 'quotation'
    this.writeChildren(block)
    this.#quoted = outside
    this.#push(`${block.kind}_close`, tag, -1)
  }

  #table({ table }: Block): void {
    const [header, ...rows] = table!.rows
    this.#element('table', () => {
      this.#element('thead', () => this.#row(header!, 'th', table!.alignments))
      this.#element('tbody', () => {
        if (rows.length === 0)
          this.#row(
            header!.map(() => ''),
            'td',
            [],
          )
        for (const cells of rows) this.#row(cells, 'td', table!.alignments)
      })
    })
    this.#state.tokens.pop() // what follows a block is the caller's
  }

  #row(cells: readonly string[], tag: string, alignments: readonly Alignment[]): void {
    this.#element('tr', () => {
      cells.forEach((text, column) => {
        const cell = this.#push('cell_open', tag, 1)
        const alignment = alignments[column]
        if (alignment) cell.attrSet('style', `text-align: ${alignment};`)
        this.#inline(text)
        this.#push('cell_close', tag, -1)
        this.#newline()
      })
    })
  }

  /** An element with newlines inside both its tags and after it. */
  #element(tag: string, contents: () => void): void {
    this.#push(`${tag}_open`, tag, 1)
    this.#newline()
    contents()
    this.#push(`${tag}_close`, tag, -1)
    this.#newline()
  }

  #part(part: FencedPart): void {
    this.#push(part.kind.replace(' ', '_'), '', 0).meta = { part, quoted: this.#quoted }
  }

  /** Zulip has a second newline behind it. */
  #indentedCode({ text }: Block): void {
    this.#part({ kind: 'code', language: undefined, code: text })
    this.#newline()
  }

  #inline(text: string): void {
    const token = this.#push('inline', '', 0)
    token.content = text
    token.children = []
    token.meta = { quoted: this.#quoted }
  }

  #newline(): void {
    this.#push('newline', '', 0)
  }

  #push(type: string, tag: string, nesting: -1 | 0 | 1): Token {
    const token = new this.#state.Token(type, tag, nesting)
    this.#state.tokens.push(token)
    return token
  }
}

/** Undefined for lists that begin at one. Longer numbers than readers can count are cut off. */
function startOf(block: Block): string | undefined {
  return block.start === '1' || block.start === undefined ? undefined : String(Math.min(Number(block.start), 2 ** 31 - 1))
}
