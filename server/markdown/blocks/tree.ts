export type BlockKind =
  | 'root'
  | 'paragraph'
  | 'heading'
  | 'rule'
  | 'bullet list'
  | 'ordered list'
  | 'item'
  | 'quotation'
  | 'code'
  | 'table'
  | 'part'

/** A block of a message. Later lines may still change it: an item's text becomes a paragraph once a blank line follows. */
export interface Block {
  readonly kind: BlockKind
  /** The text before the children; for code the code. */
  text: string
  readonly children: Block[]
  /** Text between this block and its next sibling, in items whose heading has no blank line after it. */
  tail: string
  /** Of headings. */
  readonly level?: number
  /** Of ordered lists: the first number as it was written. */
  readonly start?: string
  /** Of parts: what a fence took out of the text, as an index into `Fenced.parts`. */
  readonly part?: number
  readonly table?: Table
}

export type Alignment = 'left' | 'center' | 'right' | undefined

export interface Table {
  readonly alignments: readonly Alignment[]
  /** Cells of the header row first; as many in each row. */
  readonly rows: readonly (readonly string[])[]
}

export const newBlock = (kind: BlockKind, more: Partial<Block> = {}): Block => ({
  kind,
  text: '',
  children: [],
  tail: '',
  ...more,
})

/** Adds a block to the end of `parent` and answers it. */
export function addBlock(parent: Block, kind: BlockKind, more: Partial<Block> = {}): Block {
  const block = newBlock(kind, more)
  parent.children.push(block)
  return block
}

export const lastChild = (block: Block): Block | undefined => block.children.at(-1)

export const isList = (block: Block | undefined): boolean => block?.kind === 'bullet list' || block?.kind === 'ordered list'
