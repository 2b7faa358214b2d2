import { JSDOM } from 'jsdom'
import { strayMath } from './stray-math.ts'

/*
 * Whether HTML has forms that official clients do not know. They show such a piece as red source text, and some could be
 * dangerous. The forms are those of the mobile app's parser: an extra class on an element makes it unknown.
 */

const { window } = new JSDOM('')

/** What readers of a message would not understand in `html`, each with the piece it is in; empty for a message in order. */
export function strayHtml(html: string): string[] {
  const template = window.document.createElement('template')
  template.innerHTML = html
  const stray: string[] = []
  checkBlocks(template.content, stray)
  return stray
}

type Report = string[]
type Check = (element: Element, report: Report) => void

const isElement = (node: Node): node is Element => node.nodeType === 1
const childElements = (node: ParentNode): Element[] => Array.from(node.children)
const show = (element: Element): string => element.outerHTML.slice(0, 200)

/** Every attribute is one of these, with a value of that form. */
function checkAttributes(element: Element, allowed: Readonly<Record<string, RegExp>>, report: Report): void {
  for (const { name, value } of Array.from(element.attributes)) {
    if (!Object.hasOwn(allowed, name)) report.push(`attribute ${name}: ${show(element)}`)
    else if (!allowed[name]!.test(value)) report.push(`value of ${name}: ${show(element)}`)
  }
}

function requireAttributes(element: Element, names: readonly string[], report: Report): void {
  for (const name of names) if (!element.hasAttribute(name)) report.push(`missing ${name}: ${show(element)}`)
}

const anything = /^/
const link = /^(?:https?:|mailto:|\/(?![/\\])|#|user_uploads\/)/
const source = /^(?:https?:\/\/|\/(?![/\\]))/

function onlyText(element: Element, report: Report): void {
  if (element.children.length > 0) report.push(`elements in text: ${show(element)}`)
}

/** Children that must be exactly these tags, without text in between. */
function exactly(element: Element, tags: readonly string[], report: Report): void {
  const nodes = Array.from(element.childNodes, (node) => node.nodeName.toLowerCase())
  if (nodes.join() !== tags.join()) report.push(`expected ${tags.join(', ')}: ${show(element)}`)
}

function checkBlocks(parent: ParentNode & Node, report: Report): void {
  for (const node of Array.from(parent.childNodes)) {
    if (isElement(node)) checkBlock(node, report)
    else if (!/^\n*$/.test(node.textContent ?? '')) report.push(`text between blocks: ${node.textContent?.slice(0, 100)}`)
  }
}

function checkBlock(element: Element, report: Report): void {
  const check = element.localName === 'div' ? divs[element.className] : blocks[element.localName]
  if (check) check(element, report)
  else report.push(`unknown block: ${show(element)}`)
}

const isBlock = (element: Element): boolean => element.localName in blocks || element.localName === 'div'

const inlineOnly: Check = (element, report) => {
  checkAttributes(element, {}, report)
  checkInline(element, report)
}

const blocksOnly: Check = (element, report) => {
  checkAttributes(element, {}, report)
  checkBlocks(element, report)
}

const list: Check = (element, report) => {
  checkAttributes(element, element.localName === 'ol' ? { start: /^\d{1,10}$/ } : {}, report)
  for (const node of Array.from(element.childNodes)) {
    if (!isElement(node)) {
      if (node.textContent !== '\n') report.push(`text in a list: ${node.textContent}`)
    } else if (node.localName !== 'li') report.push(`not an item: ${show(node)}`)
    else checkItem(node, report)
  }
}

/** An item holds text, blocks, or text and then blocks. */
function checkItem(item: Element, report: Report): void {
  checkAttributes(item, {}, report)
  for (const child of childElements(item)) {
    if (isBlock(child)) checkBlock(child, report)
    else checkInlineElement(child, report)
  }
}

const table: Check = (element, report) => {
  checkAttributes(element, {}, report)
  const shape =
    /^<table>\n<thead>\n<tr>\n(?:<th[^>]*>.*<\/th>\n)+<\/tr>\n<\/thead>\n<tbody>\n(?:<tr>\n(?:<td[^>]*>.*<\/td>\n)+<\/tr>\n)+<\/tbody>\n<\/table>$/s
  if (!shape.test(element.outerHTML)) report.push(`shape of a table: ${show(element)}`)
  const columns = element.querySelectorAll('thead > tr > th').length
  for (const row of Array.from(element.querySelectorAll('tr'))) {
    if (row.children.length !== columns) report.push(`width of a row: ${show(row)}`)
    for (const cell of childElements(row)) {
      checkAttributes(cell, { style: /^text-align: (?:left|center|right);$/ }, report)
      checkInline(cell, report)
    }
  }
}

const blocks: Readonly<Record<string, Check>> = {
  p: inlineOnly,
  ...{ h1: inlineOnly, h2: inlineOnly, h3: inlineOnly, h4: inlineOnly, h5: inlineOnly, h6: inlineOnly },
  hr: (element, report) => checkAttributes(element, {}, report),
  blockquote: blocksOnly,
  ul: list,
  ol: list,
  table,
}

const pygments =
  /^(?:k[cdnprt]?|n|n[abcdefilntvox]|bp|fm|py|v[cgim]|l|ld|m|m[bfhio]|il|s|s[abcdehirsx12]|dl|o|ow|p|pm|c|c[hmps1]|cpf|g|g[dehiopstur]|w|x)$/

const codeBlock: Check = (element, report) => {
  checkAttributes(element, { class: anything, 'data-code-language': anything }, report)
  exactly(element, ['pre'], report)
  const pre = element.children[0]
  if (!pre) return
  checkAttributes(pre, {}, report)
  exactly(pre, ['span', 'code'], report)
  if (pre.children[0]?.outerHTML !== '<span></span>') report.push(`before code: ${show(pre)}`)
  if (!pre.textContent?.endsWith('\n')) report.push(`code without a newline: ${show(pre)}`)
  for (const span of childElements(pre.children[1] ?? pre)) {
    if (span.localName !== 'span') report.push(`in code: ${show(span)}`)
    checkAttributes(span, { class: pygments }, report)
    onlyText(span, report)
  }
}

const spoiler: Check = (element, report) => {
  checkAttributes(element, { class: anything }, report)
  exactly(element, ['div', 'div'], report)
  const [header, content] = childElements(element)
  if (header?.className !== 'spoiler-header' || content?.className !== 'spoiler-content')
    report.push(`parts of a spoiler: ${show(element)}`)
  if (header) checkAttributes(header, { class: anything }, report)
  if (content) checkAttributes(content, { class: anything, 'aria-hidden': /^true$/ }, report)
  for (const part of [header, content]) if (part) checkBlocks(part, report)
}

/** `<div><a>ONE ELEMENT</a></div>`, nothing else in it. */
function frame(element: Element, inner: string, attributes: Readonly<Record<string, RegExp>>, report: Report): void {
  checkAttributes(element, { class: anything }, report)
  exactly(element, ['a'], report)
  const anchor = element.children[0]
  if (!anchor) return
  checkAttributes(anchor, { href: link, title: anything, 'data-id': /^[\w-]+$/ }, report)
  exactly(anchor, [inner], report)
  const media = anchor.children[0]
  if (media) checkAttributes(media, attributes, report)
  if (media) requireAttributes(media, ['src'], report)
}

const imageAttributes = {
  class: /^image-loading-placeholder$/,
  'data-animated': /^true$/,
  'data-original-content-type': /^image\/[\w.+-]+$/,
  'data-original-dimensions': /^\d+x\d+$/,
  'data-transcoded-image': /^\d+x\d+\.webp$/,
  src: source,
}
const image: Check = (element, report) => frame(element, 'img', imageAttributes, report)
const video: Check = (element, report) => frame(element, 'video', { preload: /^metadata$/, src: link }, report)

const embed: Check = (element, report) => {
  checkAttributes(element, { class: anything }, report)
  exactly(element, ['a', 'div'], report)
  const [picture, data] = childElements(element)
  if (picture)
    checkAttributes(
      picture,
      { class: /^message_embed_image$/, href: link, style: /^background-image: url\("(?:https?:\/\/|\/)[^"\n]*"\)$/ },
      report,
    )
  for (const part of data ? childElements(data) : []) {
    checkAttributes(part, { class: /^message_embed_(?:title|description)$/ }, report)
    for (const anchor of childElements(part)) checkAttributes(anchor, { href: link }, report)
  }
}

const divs: Readonly<Record<string, Check>> = {
  codehilite: codeBlock,
  'spoiler-block': spoiler,
  message_inline_image: image,
  'message_inline_image message_inline_video': video,
  'youtube-video message_inline_image': image,
  message_embed: embed,
}

function checkInline(element: Element, report: Report): void {
  for (const child of childElements(element)) checkInlineElement(child, report)
}

function checkInlineElement(element: Element, report: Report): void {
  const check = element.localName === 'span' ? spanCheck(element) : inline[element.localName]
  if (check) check(element, report)
  else report.push(`unknown in text: ${show(element)}`)
}

const anchor: Check = (element, report) => {
  const ours = /^(?:stream|stream-topic|message-link)$/
  checkAttributes(element, { class: ours, href: link, title: anything, 'data-stream-id': /^\d+$/ }, report)
  requireAttributes(element, ['href'], report)
  if (element.querySelector('a')) report.push(`link in a link: ${show(element)}`)
  checkInline(element, report)
}

const inline: Readonly<Record<string, Check>> = {
  strong: inlineOnly,
  em: inlineOnly,
  del: inlineOnly,
  code: (element, report) => {
    checkAttributes(element, {}, report)
    onlyText(element, report)
  },
  br: (element, report) => {
    checkAttributes(element, {}, report)
    if (!element.nextSibling?.textContent?.startsWith('\n')) report.push('line break without a newline')
  },
  a: anchor,
  img: (element, report) => {
    checkAttributes(element, { alt: anything, class: /^emoji$/, src: source, title: anything }, report)
    requireAttributes(element, ['alt', 'class', 'src'], report)
  },
  time: (element, report) => {
    checkAttributes(element, { datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?Z$/ }, report)
    onlyText(element, report)
  },
  audio: (element, report) => {
    checkAttributes(element, { controls: /^$/, preload: /^metadata$/, src: /^\/user_uploads\//, title: anything }, report)
    exactly(element, [], report)
  },
}

const userMention = /^user-mention(?: channel-wildcard-mention)?(?: silent)?$/
const spans: readonly (readonly [RegExp, Readonly<Record<string, RegExp>>])[] = [
  [userMention, { class: anything, 'data-user-id': /^(?:\d+|\*)$/ }],
  [/^user-group-mention(?: silent)?$/, { class: anything, 'data-user-group-id': /^\d+$/ }],
  [/^topic-mention(?: silent)?$/, { class: anything }],
  [/^emoji emoji-[\da-f]{4,6}(?:-[\da-f]{4,6})*$/, { class: anything, 'aria-label': anything, role: /^img$/, title: anything }],
  [/^(?:timestamp|tex)-error$/, { class: anything }],
]

function spanCheck(element: Element): Check | undefined {
  if (/^katex(?:-display)?$/.test(element.className)) return strayMath
  const known = spans.find(([className]) => className.test(element.className))
  return (
    known &&
    ((span, report) => {
      checkAttributes(span, known[1], report)
      onlyText(span, report)
    })
  )
}
