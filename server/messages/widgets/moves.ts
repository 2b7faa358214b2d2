import { z } from 'zod'
import { badRequest } from '../../api/error.ts'

/*
 * Every client puts a widget together from its submessages: one that is not as they expect would break the message for all.
 */

const index = z.number().int().min(0).max(1000)
const key = z.string().max(100)

const pollMove = z.discriminatedUnion('type', [
  z.object({ type: z.literal('vote'), key, vote: z.literal([1, -1]) }),
  z.object({ type: z.literal('new_option'), option: z.string(), idx: index }),
  z.object({ type: z.literal('question'), question: z.string() }),
])

const todoMove = z.discriminatedUnion('type', [
  z.object({ type: z.literal('new_task'), key: index, task: z.string(), desc: z.string(), completed: z.boolean() }),
  z.object({ type: z.literal('strike'), key }),
  z.object({ type: z.literal('new_task_list_title'), title: z.string() }),
])

const moves: ReadonlyMap<unknown, z.ZodType<{ readonly type: string }>> = new Map<unknown, z.ZodType<{ type: string }>>([
  ['poll', pollMove],
  ['todo', todoMove],
])

const choice = z.object({ type: z.string(), short_name: z.string(), long_name: z.string(), reply: z.string() })

/** What programs may attach to a message: polls and to-do lists are made by writing `/poll` and `/todo`. */
const widget = z.object({
  widget_type: z.literal('zform'),
  extra_data: z.object({ type: z.literal('choices'), heading: z.string(), choices: z.array(choice) }),
})

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badRequest(`${what} must be JSON`)
  }
}

/** @throws ApiError where it is no widget that programs may send */
export function checkWidget(text: string): string {
  if (!widget.safeParse(parse(text, 'widget_content')).success) throw badRequest('Widgets: this is not a choice among replies')
  return text
}

/**
 * @param first the submessage that made the message a widget
 * @returns the kind of move
 * @throws ApiError where clients could make nothing of it
 */
export function checkMove(first: string, text: string): string {
  const { widget_type } = parse(first, 'A widget') as { widget_type?: unknown }
  const move = moves.get(widget_type)?.safeParse(parse(text, 'A submessage'))
  if (!move?.success) throw badRequest(`Invalid ${String(widget_type)} data`)
  return move.data.type
}
