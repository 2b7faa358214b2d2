import { expect, test } from 'vitest'
import { widgetOf } from './widgets.ts'

test('people ask a question with a line for each answer', () => {
  expect(widgetOf('/poll Lunch?\n* soup\n- salad\n\nnothing')).toEqual({
    widget_type: 'poll',
    extra_data: { question: 'Lunch?', options: ['soup', 'salad', 'nothing'] },
  })
  expect(widgetOf('/poll')).toEqual({ widget_type: 'poll', extra_data: { question: '', options: [] } })
})

test('people share a list of things to do', () => {
  expect(widgetOf('/todo Party\ncake: with candles: ten\nmusic')).toEqual({
    widget_type: 'todo',
    extra_data: {
      task_list_title: 'Party',
      tasks: [
        { task: 'cake', desc: 'with candles: ten' },
        { task: 'music', desc: '' },
      ],
    },
  })
})

test.each(['/polls', '/me /poll', 'poll', ' /poll x'])('%j is a message like any other', (source) => {
  expect(widgetOf(source)).toBeUndefined()
})
