/** JSON that is already text: a big part of an answer that many people get alike, made once. */
export class RawJson {
  readonly text: string
  #bytes: Buffer | undefined

  constructor(text: string) {
    this.text = text
  }

  /** The text as it goes to clients, encoded once however many there are. */
  get bytes(): Buffer {
    this.#bytes ??= Buffer.from(this.text)
    return this.#bytes
  }
}

/** Shorter parts are cheaper to copy than to send on their own. */
const worthSharing = 4096

/**
 * An object as JSON in parts, to be sent one after another: `RawJson` goes out as it is, without a copy for each answer.
 * Fields that are undefined stay out.
 */
export function assembleParts(fields: Readonly<Record<string, unknown>>): readonly Buffer[] {
  const parts: Buffer[] = []
  let text = ''
  let before = '{'
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue
    text += `${before}${JSON.stringify(name)}:`
    before = ','
    if (!(value instanceof RawJson)) text += JSON.stringify(value)
    else if (value.text.length < worthSharing) text += value.text
    else {
      parts.push(Buffer.from(text), value.bytes)
      text = ''
    }
  }
  parts.push(Buffer.from(before === '{' ? '{}' : `${text}}`))
  return parts
}

/** The same in one piece. */
export const assembleJson = (fields: Readonly<Record<string, unknown>>): Buffer => Buffer.concat(assembleParts(fields))
