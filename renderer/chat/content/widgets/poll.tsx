import './widgets.css'
import { classNames } from '../../../ui/index.ts'
import { reporting } from '../../actions/report.ts'
import { sendSubmessage } from '../../api/messages.ts'
import type { Message } from '../../api/types.ts'
import { type ChatState, useChat } from '../../state/store.ts'
import { AddForm } from './add-form.tsx'
import { type PollOption, pollFrom } from './poll-state.ts'

/** A question with answers to vote for; everyone may add one. */
export default function Poll({ message, start }: { message: Message; start: Record<string, unknown> }) {
  const me = useChat((state) => state.me)
  const { question, options } = pollFrom(start, message.sender_id, message.submessages ?? [])
  const most = Math.max(1, ...options.map(({ voters }) => voters.length))

  const tell = (event: object) => reporting(sendSubmessage(message.id, event))
  const toggle = ({ key, voters }: PollOption) => tell({ type: 'vote', key, vote: voters.includes(me) ? -1 : 1 })
  const add = (option: string) => {
    const own = options.filter(({ key }) => key.startsWith(`${me},`)).length
    void tell({ type: 'new_option', idx: own + 1, option })
  }

  return (
    <section className="widget" aria-label={`Poll: ${question}`}>
      <h3>{question || 'Poll'}</h3>
      <ul>
        {options.map((option) => (
          <Answer key={option.key} option={option} most={most} me={me} onToggle={() => void toggle(option)} />
        ))}
      </ul>
      <AddForm label="Add an answer" known={options.map(({ text }) => text)} onAdd={add} />
    </section>
  )
}

function Answer({ option, most, me, onToggle }: { option: PollOption; most: number; me: number; onToggle: () => void }) {
  const names = useChat((state) => namesOf(state, option.voters))
  const mine = option.voters.includes(me)
  return (
    <li className="poll-answer">
      <button type="button" className={classNames('poll-vote', mine && 'poll-vote-mine')} aria-pressed={mine} onClick={onToggle}>
        <span className="poll-bar" style={{ width: `${(option.voters.length / most) * 100}%` }} aria-hidden />
        <span className="poll-text">{option.text}</span>
        <span className="poll-count">{option.voters.length}</span>
      </button>
      {names && <span className="poll-names">{names}</span>}
    </li>
  )
}

function namesOf({ people }: ChatState, ids: number[]): string {
  return ids.map((id) => people.get(id)?.full_name ?? 'Someone').join(', ')
}
