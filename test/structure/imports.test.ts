import { expect, test } from 'vitest'
import { rules } from './import-rules.ts'
import { circles, importsOf } from './imports.ts'

const broken = (from: string, to: string, isTypeOnly = false) =>
  rules.filter((rule) => rule.forbids({ from, to, isTypeOnly })).length > 0

test.each([
  ['server/messages/send.ts', 'main/main.ts'],
  ['server/messages/send.ts', 'electron'],
  ['server/messages/send.ts', 'server/http/app.ts'],
  ['server/messages/send.ts', 'server/channels/queries.ts'],
  ['server/channels/find.ts', 'server/messages/send.ts'],
  ['server/database/connection.ts', 'server/realm/find.ts'],
  ['renderer/chat/app.tsx', 'server/messages/wire.ts'],
  ['server/cli/landline.ts', 'main/main.ts'],
])('%s may not import %s', (from, to) => expect(broken(from, to)).toBe(true))

test.each([
  ['server/messages/send.ts', 'server/channels/find.ts', false],
  ['server/messages/send.ts', 'server/messages/queries.ts', false],
  ['server/http/app.ts', 'server/accounts/sign-in.ts', false],
  ['renderer/chat/app.tsx', 'server/messages/wire.ts', true],
  ['main/main.ts', 'server/control/contract.ts', true],
])('%s may import %s', (from, to, isTypeOnly) => expect(broken(from, to, isTypeOnly)).toBe(false))

test('imports are read in every form they are written in', () => {
  const text = `import { a } from './a.ts'\nimport type { B } from '../b.ts'\nimport {\n  type C,\n  d,\n} from './c.ts'\nexport { e } from './e.ts'\nimport { type F } from './f.ts'\nconst g = await import('./g.ts')\nimport 'koa'\n`
  expect(importsOf('server/x/y.ts', text)).toEqual([
    { from: 'server/x/y.ts', to: 'server/x/a.ts', isTypeOnly: false },
    { from: 'server/x/y.ts', to: 'server/b.ts', isTypeOnly: true },
    { from: 'server/x/y.ts', to: 'server/x/c.ts', isTypeOnly: false },
    { from: 'server/x/y.ts', to: 'server/x/e.ts', isTypeOnly: false },
    { from: 'server/x/y.ts', to: 'server/x/f.ts', isTypeOnly: true },
    { from: 'server/x/y.ts', to: 'server/x/g.ts', isTypeOnly: false },
    { from: 'server/x/y.ts', to: 'koa', isTypeOnly: false },
  ])
})

test('a circle of three files is found', () => {
  const edge = (from: string, to: string) => ({ from, to, isTypeOnly: false })
  expect(circles([edge('a', 'b'), edge('b', 'c'), edge('c', 'a')])).toEqual(['A circle: a → b → c → a'])
  expect(circles([edge('a', 'b'), edge('b', 'c'), edge('a', 'c')])).toEqual([])
})
