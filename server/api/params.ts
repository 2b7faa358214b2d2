import { z } from 'zod'

/*
 * Zulip's parameters arrive as text (query string, urlencoded or multipart body). Some carry JSON inside that text, and
 * clients disagree about which: zulip-js sends bare text where Python sends JSON. These helpers take both.
 */

const parseJson = (text: unknown): unknown => {
  if (typeof text !== 'string') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** A value written as JSON; text that is not JSON reaches `schema` as it is. */
export const json = <T extends z.ZodType>(schema: T) => z.preprocess(parseJson, schema)

/** Text, as it is or as a JSON string. The latter only where it is quoted, so that `123` stays text. */
export const text = (schema: z.ZodString = z.string()) =>
  z.preprocess((value) => (typeof value === 'string' && value.startsWith('"') ? parseJson(value) : value), schema)

/** Raw text, never read as JSON: message content, topics, names. */
export const rawText = (schema: z.ZodString = z.string()) => schema

export const flag = () => json(z.boolean({ error: 'is not a boolean' }))

export const integer = (schema: z.ZodNumber = z.number().int()) => json(schema)

export const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === 'null' || value === null ? undefined : value), schema.optional())
