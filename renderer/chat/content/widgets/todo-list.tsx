import './widgets.css'
import { type FormEvent, useState } from 'react'
import { Button } from '../../../ui/index.ts'
import { reporting } from '../../actions/report.ts'
import { sendSubmessage } from '../../api/messages.ts'
import type { Message } from '../../api/types.ts'
import { useChat } from '../../state/store.ts'
import { type Task, todoFrom } from './todo-state.ts'

/** A list of tasks that everyone can tick and add to. */
export default function TodoList({ message, start }: { message: Message; start: Record<string, unknown> }) {
  const me = useChat((state) => state.me)
  const { title, tasks } = todoFrom(start, message.sender_id, message.submessages ?? [])
  const [task, setTask] = useState('')

  const tell = (event: object) => reporting(sendSubmessage(message.id, event))
  const add = (event: FormEvent) => {
    event.preventDefault()
    const name = task.trim()
    if (!name || tasks.some((other) => other.name === name)) return
    const own = tasks.filter(({ key }) => key.startsWith(`${me},`)).length
    void tell({ type: 'new_task', key: own + 2, task: name, desc: '', completed: false })
    setTask('')
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
      <form className="widget-add" onSubmit={add}>
        <input
          className="input"
          placeholder="Add a task"
          aria-label="Add a task"
          value={task}
          onChange={(event) => setTask(event.target.value)}
        />
        <Button size="s" type="submit" disabled={!task.trim()}>
          Add
        </Button>
      </form>
    </section>
  )
}
