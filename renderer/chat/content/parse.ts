/**
 * Message HTML as inert nodes: a document made by DOMParser runs no script and loads nothing. What reaches the page is
 * built from these nodes by the tables beside this file, form by form, so nothing outside them can.
 */
export function parseHtml(html: string): Element {
  return new DOMParser().parseFromString(html, 'text/html').body
}

/** True for the newlines between blocks, which mean nothing. */
export function isBlank(node: Node): boolean {
  return node.nodeType === Node.TEXT_NODE && !node.textContent?.trim()
}

export function elementChildren(element: Element): Element[] {
  return [...element.children]
}

/** `/me waves` is shown as an act of the sender's: without the command. */
export function cutMeCommand(root: Element): void {
  const text = root.querySelector('p')?.firstChild
  if (text?.nodeType === Node.TEXT_NODE) text.textContent = text.textContent?.replace(/^\/me\s+/, '') ?? ''
}
