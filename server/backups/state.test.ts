import path from 'node:path'
import { expect, test } from 'vitest'
import { newFolder } from '../../test/support/landline.ts'
import { BackupState } from './state.ts'

test('the owner sees how the last three months of backups went, of each place, and no more of a place that was removed', () => {
  const file = path.join(newFolder(), 'state.json')
  const state = new BackupState(file, 0)
  const facts = { snapshot: 's', seconds: 2, bytes: 100, newBytes: 10, missing: 0, untidied: null }
  state.succeeded('stick', { ...facts, at: 1 })
  for (let night = 1; night <= 100; night++) state.succeeded('local', { ...facts, at: night })
  const { history } = new BackupState(file, 0)
  expect(history.filter(({ destination }) => destination === 'local').map(({ at }) => at)).toEqual(
    Array.from({ length: 92 }, (_, at) => at + 9),
  )
  expect(history[0]).toEqual({ destination: 'stick', at: 1, seconds: 2, bytes: 100, newBytes: 10 })
  state.forget('stick')
  expect(state.history).toHaveLength(92)
})
