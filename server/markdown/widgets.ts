/** The content of the submessage that makes a message a poll or a to-do list. https://zulip.com/api/get-events#submessage */
export type Widget =
  | { readonly widget_type: 'poll'; readonly extra_data: { readonly question: string; readonly options: readonly string[] } }
  | { readonly widget_type: 'todo'; readonly extra_data: { readonly task_list_title: string; readonly tasks: readonly Task[] } }

interface Task {
  readonly task: string
  readonly desc: string
}

const command = /^\/(poll|todo)(?=\s|$)/

/** `/poll question` and `/todo title`, each with a line for every option or task; undefined for other messages. */
export function widgetOf(source: string): Widget | undefined {
  const match = command.exec(source)
  if (!match) return undefined
  const [heading = '', ...lines] = source.slice(match[0].length).split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
  const entries = lines.map(withoutBullet).filter((entry) => entry !== '')
  if (match[1] === 'poll') return { widget_type: 'poll', extra_data: { question: heading.trim(), options: entries } }
  return { widget_type: 'todo', extra_data: { task_list_title: heading.trim(), tasks: entries.map(taskOf) } }
}

/** People write options as a list. */
const withoutBullet = (line: string): string => line.trim().replace(/^[-*]?\s*/, '')

function taskOf(entry: string): Task {
  const colon = entry.indexOf(': ')
  if (colon < 0) return { task: entry.trim(), desc: '' }
  return { task: entry.slice(0, colon).trim(), desc: entry.slice(colon + 2).trim() }
}
