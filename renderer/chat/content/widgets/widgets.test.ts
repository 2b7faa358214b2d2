import { expect, test } from 'vitest'
import type { Submessage } from '../../api/types.ts'
import { pollFrom } from './poll-state.ts'
import { todoFrom } from './todo-state.ts'

const ada = 10
const ben = 11

function said(...events: [sender: number, event: unknown][]): Submessage[] {
  const start: Submessage = { sender_id: ada, msg_type: 'widget', content: '{}' }
  return [start, ...events.map(([sender_id, event]) => ({ sender_id, msg_type: 'widget', content: JSON.stringify(event) }))]
}

test('votes count once a person, and can be taken back', () => {
  const vote = { type: 'vote', key: 'canned,0', vote: 1 }
  const poll = pollFrom(
    { question: 'Soup?', options: ['Leek', 'Lentil'] },
    ada,
    said([ada, vote], [ben, vote], [ben, vote], [ada, { ...vote, vote: -1 }]),
  )
  expect(poll).toEqual({
    question: 'Soup?',
    options: [
      { key: 'canned,0', text: 'Leek', voters: [ben] },
      { key: 'canned,1', text: 'Lentil', voters: [] },
    ],
  })
})

test('everyone may add an answer, only the author may change the question', () => {
  const poll = pollFrom(
    { question: 'Soup?' },
    ada,
    said(
      [ben, { type: 'new_option', idx: 1, option: 'Tomato' }],
      [ben, { type: 'question', question: 'Pie?' }],
      [ada, { type: 'question', question: 'Lunch?' }],
    ),
  )
  expect(poll.question).toBe('Lunch?')
  expect(poll.options).toMatchObject([{ key: `${ben},1`, text: 'Tomato' }])
})

test('a poll survives nonsense', () => {
  const broken: Submessage = { sender_id: ben, msg_type: 'widget', content: '{not json' }
  const poll = pollFrom({ question: 7, options: 'many' }, ada, [
    ...said([ben, null], [ben, { type: 'vote', key: 'canned,9', vote: 1 }]),
    broken,
  ])
  expect(poll).toEqual({ question: '', options: [] })
})

test('tasks are added and ticked by everyone', () => {
  const list = todoFrom(
    { task_list_title: 'Before opening', tasks: [{ task: 'Print the menus', desc: '40' }] },
    ada,
    said(
      [ben, { type: 'strike', key: '0,canned' }],
      [ben, { type: 'new_task', key: 2, task: 'Call the baker', desc: '', completed: false }],
    ),
  )
  expect(list).toEqual({
    title: 'Before opening',
    tasks: [
      { key: '0,canned', name: 'Print the menus', description: '40', done: true },
      { key: `${ben},2`, name: 'Call the baker', description: '', done: false },
    ],
  })
})
