/** Slack's marks as ours, but for code, which is left as it is. */
export function fromSlack(words: string): string {
  const pieces = words.split(/(```[\s\S]*?```|`[^`\n]*`)/)
  return pieces
    .map((piece, index) => unescaped(index % 2 === 1 ? piece : marks(links(piece))))
    .join('')
    .trim()
}

/** `<https://example.com|words>`, and the address alone. */
const links = (text: string): string =>
  text.replace(/<((?:https?|mailto):[^|>\s]+)(?:\|([^>]*))?>/g, (_all, url: string, title?: string) =>
    title ? `[${title}](${url})` : url,
  )

/** Slack's signs for bold, slanted and struck, and ours. */
const signs: Readonly<Record<string, string>> = { '*': '**', _: '*', '~': '~~' }

const marks = (text: string): string =>
  text.replace(/(?<![\w*_~])([*_~])(?![\s*_~])([^*_~\n]*?[^\s*_~])\1(?![\w*_~])/g, (_all, sign: string, inside: string) => {
    const ours = signs[sign]
    return `${ours}${inside}${ours}`
  })

/** Slack writes three characters as references. */
const unescaped = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
