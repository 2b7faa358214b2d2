import type { Submessage } from '../../api/types.ts'
import { parsed } from './parse-json.ts'

export interface Task {
  key: string
  name: string
  description: string
  done: boolean
}

interface TodoEvent {
  type?: string
  key?: number | string
  task?: string
  desc?: string
  title?: string
}

/** A to-do list as its submessages made it: tasks it began with have the key `N,canned`, later ones `SENDER,N`. */
export function todoFrom(
  start: { task_list_title?: unknown; tasks?: unknown },
  author: number,
  submessages: readonly Submessage[],
) {
  let title = typeof start.task_list_title === 'string' && start.task_list_title ? start.task_list_title : 'Task list'
  const tasks = new Map<string, Task>()
  const add = (key: string, name: unknown, description: unknown) => {
    if (typeof name !== 'string' || !name.trim() || tasks.has(key)) return
    tasks.set(key, { key, name, description: typeof description === 'string' ? description : '', done: false })
  }
  if (Array.isArray(start.tasks)) for (const [index, one] of start.tasks.entries()) add(`${index},canned`, one?.task, one?.desc)
  for (const { sender_id, content } of submessages.slice(1)) {
    const event = parsed<TodoEvent>(content)
    if (event?.type === 'new_task') add(`${sender_id},${event.key}`, event.task, event.desc)
    else if (event?.type === 'new_task_list_title' && sender_id === author && event.title) title = event.title
    else if (event?.type === 'strike') {
      const task = tasks.get(String(event.key))
      if (task) task.done = !task.done
    }
  }
  return { title, tasks: [...tasks.values()] }
}
