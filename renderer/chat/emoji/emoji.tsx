/** The characters behind an emoji's code, `1f468-200d-1f4bb`. */
export function emojiText(code: string): string {
  try {
    return String.fromCodePoint(...code.split('-').map((part) => Number.parseInt(part, 16)))
  } catch {
    return '\u{fffd}'
  }
}

/** One emoji, by the reader's own font: no sheet of pictures to load. */
export function UnicodeEmoji({ code, name }: { code: string; name: string }) {
  return (
    <span className="emoji" role="img" aria-label={name.replaceAll('_', ' ')} title={`:${name}:`}>
      {emojiText(code)}
    </span>
  )
}

export function PictureEmoji({ src, name }: { src: string; name: string }) {
  return <img className="emoji emoji-picture" src={src} alt={`:${name}:`} title={`:${name}:`} loading="lazy" />
}
