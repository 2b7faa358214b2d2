/* Numbers as in protocol buffers: seven bits a byte, the lowest first, and the eighth where there are more to come. */

export function writeVarint(bytes: number[], value: number): void {
  let rest = value
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80)
  bytes.push(rest)
}

/** Reads what begins at `at`, and moves that on. @throws Error where there is none, or it is above `most` */
export function readVarint(bytes: Buffer, at: { offset: number }, most: number): number {
  let value = 0
  for (let factor = 1; ; factor *= 0x80) {
    const byte = bytes[at.offset++]
    if (byte === undefined) throw new Error('it ends too early')
    value += (byte & 0x7f) * factor
    if (value > most) throw new Error('a number in it is too large')
    if (byte < 0x80) return value
  }
}
