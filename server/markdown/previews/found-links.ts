import type { Token } from 'markdown-it'

/** A link of a message, and where it stands. */
export interface FoundLink {
  readonly url: string
  /** The text that begins the link, if it begins with text. */
  readonly text: string | undefined
  readonly isQuoted: boolean
  /** Index of the token that opens the block around it. */
  readonly block: number
  /** The block's type, where the link stands directly in it. */
  readonly parent: 'paragraph' | 'item' | undefined
  /** The link is all that its paragraph holds, or begins its item. */
  readonly isAlone: boolean
  /** The text that holds it, and the index of the link in it. */
  readonly inline: Token
  readonly index: number
  readonly depth: number
}

/** The links of a message, outer ones first and then in order: so Zulip decides which of two equal links gets a preview. */
export function findLinks(tokens: readonly Token[]): FoundLink[] {
  const found: FoundLink[] = []
  const open: number[] = []
  tokens.forEach((token, index) => {
    if (token.nesting === 1) open.push(index)
    if (token.nesting === -1) open.pop()
    if (token.type === 'inline') found.push(...linksIn(tokens, token, open))
  })
  return found.sort((one, other) => one.depth - other.depth)
}

function linksIn(tokens: readonly Token[], inline: Token, open: readonly number[]): FoundLink[] {
  const found: FoundLink[] = []
  const children = inline.children ?? []
  const block = open.at(-1) ?? 0
  let depth = 0
  children.forEach((child, index) => {
    if (child.type === 'link_open') {
      const next = children[index + 1]
      const parent = depth === 0 ? parentOf(tokens[block]!) : undefined
      const isAlone = index === 0 && endsAlone(children, index, parent)
      const text = next?.type === 'text' ? next.content : undefined
      const url = String(child.attrGet('href'))
      found.push({
        url,
        text,
        isQuoted: inline.meta!.quoted === true,
        block,
        parent,
        isAlone,
        inline,
        index,
        depth: open.length + depth,
      })
    }
    depth += child.nesting
  })
  return found
}

const parentOf = (block: Token): FoundLink['parent'] =>
  block.type === 'paragraph_open' ? 'paragraph' : block.type === 'item_open' ? 'item' : undefined

function endsAlone(children: readonly Token[], index: number, parent: FoundLink['parent']): boolean {
  const next = children[endOfLink(children, index) + 1]
  return parent === 'paragraph' ? next === undefined : next?.type !== 'text'
}

export function endOfLink(children: readonly Token[], index: number): number {
  let end = index
  while (children[end]!.type !== 'link_close') end += 1
  return end
}
