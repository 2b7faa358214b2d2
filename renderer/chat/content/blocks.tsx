import { createElement, Fragment, type ReactNode } from 'react'
import { CodeBlock } from './code-block.tsx'
import { inlineNodes } from './inline.tsx'
import { Gallery, PagePreview, Sound } from './media.tsx'
import { elementChildren, isBlank } from './parse.ts'
import { Spoiler } from './spoiler.tsx'

/** Blocks, one after the other; previews that stand side by side become one gallery. */
export function blockNodes(parent: Element): ReactNode[] {
  const shown: ReactNode[] = []
  const nodes = [...parent.childNodes].filter((node) => !isBlank(node))
  for (let at = 0; at < nodes.length; at++) {
    const gallery: Element[] = []
    while (isPreview(nodes[at])) gallery.push(nodes[at++] as Element)
    if (gallery.length > 0) shown.push(<Gallery key={`gallery-${at.toString()}`} previews={gallery} />)
    const node = nodes[at]
    if (node) shown.push(<Fragment key={at}>{block(node)}</Fragment>)
  }
  return shown
}

function isPreview(node: Node | undefined): boolean {
  return node instanceof Element && node.localName === 'div' && node.classList.contains('message_inline_image')
}

const plainTags = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'])

function block(node: Node): ReactNode {
  if (!(node instanceof Element)) return node.textContent
  const tag = node.localName
  if (plainTags.has(tag))
    return createElement(
      tag === 'p' ? 'p' : `h${Math.min(6, Number(tag[1]) + 2)}`,
      { className: tag === 'p' ? undefined : `heading heading-${tag[1]}` },
      ...inlineNodes(node),
    )
  switch (tag) {
    case 'ul':
      return <ul>{items(node)}</ul>
    case 'ol':
      return <ol start={Number(node.getAttribute('start') ?? 1)}>{items(node)}</ol>
    case 'blockquote':
      return <blockquote>{blockNodes(node)}</blockquote>
    case 'hr':
      return <hr />
    case 'table':
      return <Table element={node} />
    case 'audio':
      return <Sound element={node} />
    case 'div':
      return division(node)
    default:
      return inlineNodes(node.ownerDocument === node.parentNode ? node : wrap(node))
  }
}

/** An inline element that stands where blocks do, as in tight lists. */
function wrap(node: Element): Element {
  const holder = node.ownerDocument.createElement('div')
  holder.append(node.cloneNode(true))
  return holder
}

function division(node: Element): ReactNode {
  if (node.classList.contains('codehilite')) return <CodeBlock element={node} />
  if (node.classList.contains('message_embed')) return <PagePreview element={node} />
  if (!node.classList.contains('spoiler-block')) return blockNodes(node)
  const [header, content] = elementChildren(node)
  const titled = header?.textContent?.trim()
  return <Spoiler title={titled ? header && titleNodes(header) : undefined}>{content && blockNodes(content)}</Spoiler>
}

/** A title inside a button: the words of its paragraph, without the paragraph. */
function titleNodes(header: Element): ReactNode[] {
  const only = header.children.length === 1 && header.children[0]?.localName === 'p' ? header.children[0] : header
  return inlineNodes(only)
}

const blockTags = new Set(['p', 'ul', 'ol', 'blockquote', 'div', 'table', 'hr', 'audio', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'])

function items(list: Element): ReactNode[] {
  return elementChildren(list)
    .filter(({ localName }) => localName === 'li')
    .map((item, index) => <li key={index}>{itemNodes(item)}</li>)
}

/** A tight list's item has its words directly, followed by blocks: keep each run of words together. */
function itemNodes(item: Element): ReactNode[] {
  const shown: ReactNode[] = []
  let words = item.ownerDocument.createElement('div')
  let blocks = item.ownerDocument.createElement('div')
  const flush = () => {
    if (words.childNodes.length > 0)
      shown.push(<Fragment key={`words-${shown.length.toString()}`}>{inlineNodes(words)}</Fragment>)
    if (blocks.childNodes.length > 0)
      shown.push(<Fragment key={`blocks-${shown.length.toString()}`}>{blockNodes(blocks)}</Fragment>)
    words = item.ownerDocument.createElement('div')
    blocks = item.ownerDocument.createElement('div')
  }
  for (const node of item.childNodes) {
    if (node instanceof Element && blockTags.has(node.localName)) blocks.append(node.cloneNode(true))
    else if (!isBlank(node) || words.childNodes.length > 0) {
      if (blocks.childNodes.length > 0 && !isBlank(node)) flush()
      words.append(node.cloneNode(true))
    }
  }
  flush()
  return shown
}

const alignments: Record<string, 'left' | 'center' | 'right'> = {
  'text-align: left;': 'left',
  'text-align: center;': 'center',
  'text-align: right;': 'right',
}

function Table({ element }: { element: Element }) {
  const rows = [...element.querySelectorAll('tr')]
  const [head, ...body] = rows
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, and the keyboard must reach it
    <section className="table-scroll" tabIndex={0} aria-label="Table">
      <table>
        <thead>{head && <tr>{cells(head)}</tr>}</thead>
        <tbody>
          {body.map((row, index) => (
            <tr key={index}>{cells(row)}</tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function cells(row: Element): ReactNode[] {
  return elementChildren(row).map((cell, index) => {
    const textAlign = alignments[cell.getAttribute('style') ?? '']
    const tag = cell.localName === 'th' ? 'th' : 'td'
    return createElement(tag, { key: index, style: textAlign && { textAlign } }, ...inlineNodes(cell))
  })
}
