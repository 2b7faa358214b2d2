import './widgets.css'
import { reporting } from '../../actions/report.ts'
import { sendSubmessage } from '../../api/messages.ts'
import type { Message } from '../../api/types.ts'
import { useChat } from '../../state/store.ts'
import { AddForm } from './add-form.tsx'
import { type Task, todoFrom } from './todo-state.ts'

/** A list of tasks that everyone can tick and add to. */
export default function TodoList({ message, start }: { message: Message; start: Record<string, unknown> }) {
  const me = useChat((state) => state.me)
  const { title, tasks } = todoFrom(start, message.sender_id, message.submessages ?? [])

  const tell = (event: object) => reporting(sendSubmessage(message.id, event))
  const add = (task: string) => {
    const own = tasks.filter(({ key }) => key.startsWith(`${me},`)).length
    void tell({ type: 'new_task', key: own + 2, task, desc: '', completed: false })
  }
  const toggle = ({ key }: Task) => void tell({ type: 'strike', key })

  return (
    <section className="widget" aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {tasks.map((one) => (
          <li key={one.key}>
            <label className="todo-task">
              <input type="checkbox" checked={one.done} onChange={() => toggle(one)} />
              <span>
                <span className="todo-name">{one.name}</span>
                {one.description && <span className="todo-description"> {one.description}</span>}
              </span>
            </label>
          </li>
        ))}
      </ul>
      <AddForm label="Add a task" known={tasks.map(({ name }) => name)} onAdd={add} />
    </section>
  )
}
