/* What RFC 6570 says a URL template looks like; the library that fills them in takes anything. */

const name = /(?:\w|%[\da-f]{2})+(?:\.(?:\w|%[\da-f]{2})+)*/.source
const variable = `(${name})(?::[1-9]\\d{0,3}|\\*)?`
const expression = new RegExp(`^[+#./;?&]?${variable}(?:,${variable})*$`, 'i')

/** The names in a template's braces; undefined for a text that is no template. */
export function variablesIn(template: string): ReadonlySet<string> | undefined {
  const braces = template.match(/\{[^{}]*\}/g) ?? []
  const outside = template.replaceAll(/\{[^{}]*\}/g, '')
  if (template === '' || /[{}\s]/.test(outside)) return undefined
  const inside = braces.map((text) => text.slice(1, -1))
  if (!inside.every((text) => expression.test(text))) return undefined
  return new Set(inside.flatMap((text) => text.replace(/^[+#./;?&]/, '').split(',')).map((text) => text.replace(/:\d+$|\*$/, '')))
}
