import { z } from 'zod'

const text = z.string().nullish()
const words = z.object({ text }).nullish()

const Block = z.object({
  type: text,
  /** Of an image, its title; of most others, what they say. */
  text: words,
  title: words,
  alt_text: text,
  image_url: text,
  fields: z.array(z.object({ text })).nullish(),
  elements: z.array(z.object({ text: z.unknown().optional() })).nullish(),
})

const Attachment = z.object({
  pretext: text,
  title: text,
  title_link: text,
  text,
  fallback: text,
  image_url: text,
  footer: text,
  fields: z.array(z.object({ title: text, value: z.union([z.string(), z.number(), z.boolean()]).nullish() })).nullish(),
})

/** What of Slack's messages becomes words. Whatever else is in one is passed over. */
export const SlackPayload = z.object({
  channel: z.string().optional(),
  text,
  icon_emoji: text,
  blocks: z.array(Block).nullish(),
  attachments: z.array(Attachment).nullish(),
})

export type Payload = z.infer<typeof SlackPayload>
export type SlackBlock = z.infer<typeof Block>
export type SlackAttachment = z.infer<typeof Attachment>
