import { createElement, type ReactNode, useEffect } from 'react'
import { katexStyle } from './styles.ts'

const mathTags = new Set(
  (
    'math semantics annotation mrow mi mo mn ms mtext mspace msup msub msubsup mfrac mroot msqrt mtable mtr mtd mlabeledtr ' +
    'mover munder munderover mpadded mphantom mstyle menclose mglyph mmultiscripts mprescripts none'
  ).split(' '),
)

const mathAttributes: Record<string, string> = {
  display: 'display',
  mathvariant: 'mathvariant',
  stretchy: 'stretchy',
  fence: 'fence',
  separator: 'separator',
  width: 'width',
  height: 'height',
  depth: 'depth',
  lspace: 'lspace',
  rspace: 'rspace',
  linethickness: 'linethickness',
  scriptlevel: 'scriptlevel',
  displaystyle: 'displaystyle',
  columnalign: 'columnalign',
  columnspacing: 'columnspacing',
  rowspacing: 'rowspacing',
  accent: 'accent',
  accentunder: 'accentunder',
  minsize: 'minsize',
  maxsize: 'maxsize',
  encoding: 'encoding',
}

const drawingAttributes: Record<string, string> = {
  viewbox: 'viewBox',
  preserveaspectratio: 'preserveAspectRatio',
  width: 'width',
  height: 'height',
  d: 'd',
  x1: 'x1',
  x2: 'x2',
  y1: 'y1',
  y2: 'y2',
  'stroke-width': 'strokeWidth',
}

/** A formula that KaTeX set on the server. Its fonts and rules are fetched when the first formula comes into sight. */
export function Formula({ element }: { element: Element }) {
  useEffect(() => void import('katex/dist/katex.min.css'), [])
  return rebuild(element)
}

function rebuild(node: Node): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent
  if (!(node instanceof Element)) return null
  const tag = node.localName
  const children = [...node.childNodes].map(rebuild)
  if (tag === 'span') {
    const props = { className: node.getAttribute('class') ?? undefined, style: katexStyle(node.getAttribute('style')) }
    return createElement('span', { ...props, 'aria-hidden': node.hasAttribute('aria-hidden') || undefined }, ...children)
  }
  if (mathTags.has(tag)) return createElement(tag, attributes(node, mathAttributes), ...children)
  if (tag === 'svg' || tag === 'path' || tag === 'line') {
    return createElement(
      tag,
      { ...attributes(node, drawingAttributes), style: katexStyle(node.getAttribute('style')) },
      ...children,
    )
  }
  return children
}

function attributes(element: Element, allowed: Record<string, string>): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const { name, value } of element.attributes) {
    const prop = allowed[name.toLowerCase()]
    if (prop) kept[prop] = value
  }
  return kept
}
