/** JSON that is already text: a big part of an answer that many people get alike, made once. */
export class RawJson {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

const written = (value: unknown): string | undefined => (value instanceof RawJson ? value.text : JSON.stringify(value))

/** An object as JSON text; fields that are `RawJson` go in as they are, those that are undefined stay out. */
export function assembleJson(fields: Readonly<Record<string, unknown>>): string {
  const parts: string[] = []
  for (const [name, value] of Object.entries(fields)) {
    const text = written(value)
    if (text !== undefined) parts.push(`${JSON.stringify(name)}:${text}`)
  }
  return `{${parts.join()}}`
}
