import { createHash } from 'node:crypto'
import { z } from 'zod'

/** A small JSON file that knows whether it is whole: its last line is the sha256 of the text before it. */
export function writeRecord(value: object): Buffer {
  const body = `${JSON.stringify(value, undefined, 2)}\n`
  return Buffer.from(`${body}${digest(body)}\n`)
}

/** @throws RecordDamaged where a single bit is not as it was written */
export function readRecord<T extends z.ZodType>(bytes: Buffer, schema: T, name: string): z.infer<T> {
  const text = bytes.toString('latin1') // byte for byte: UTF-8 would read different wrong bytes as the same character
  const end = text.length - 65
  const body = bytes.subarray(0, Math.max(0, end))
  if (end < 0 || text.at(-1) !== '\n' || digest(body) !== text.slice(end, -1)) throw new RecordDamaged(name)
  return schema.parse(JSON.parse(body.toString()))
}

/** As `readRecord`, without checking what it says: for a newer format, whose number must be told. */
export const peekRecord = (bytes: Buffer, name: string): Record<string, unknown> =>
  readRecord(bytes, z.record(z.string(), z.unknown()), name)

export class RecordDamaged extends Error {
  constructor(name: string) {
    super(`${name} is damaged`)
    this.name = 'RecordDamaged'
  }
}

const digest = (body: string | Buffer): string => createHash('sha256').update(body).digest('hex')
