import { expect, test } from 'vitest'
import { startLandline } from '../support/landline.ts'
import { clientFacts, sectionOf, tablesIn } from './facts.ts'

/** What clients call and features to come will answer; until then they hear NOT_FOUND, which each of them bears. */
/** Only newer servers have them; the app asks those alone. */
const notAtThisLevel = ['POST /register_client_device', 'POST /remove_client_device', 'POST /mobile_push/register']

const facts = clientFacts()
const columns = ['endpoint', 'mobile', 'terminal', 'Python', 'JS', 'desktop shell']

test.skipIf(!facts)('whatever the mobile app and the terminal client call is there', async () => {
  const landline = await startLandline()
  const shape = (path: string) => path.replace(/:\w+|\*\w+|\{\w+\}/g, '*')
  const declared = new Set(
    landline.appliance.features.api.list().map(({ method, path }) => `${method.toUpperCase()} ${shape(path)}`),
  )
  const [matrix] = tablesIn(sectionOf(facts!, '## 3. Endpoint x client matrix'), columns)
  const called = matrix!.rows
    .filter(([, mobile, terminal]) => mobile !== '-' || terminal !== '-')
    .flatMap(([endpoint = '']) => endpointsIn(endpoint))
  expect(called.length).toBeGreaterThan(35)
  const missing = called.filter((endpoint) => !declared.has(shape(endpoint)) && !notAtThisLevel.includes(endpoint))
  expect(missing).toEqual([])
})

/** `` `GET/POST users` `` and `` `POST a, b` `` are two each. What is said besides, and plain web pages, is passed over. */
function endpointsIn(cell: string): string[] {
  const [, methods, paths] = /^`([A-Z/]+) ([^`]+)`/.exec(cell) ?? []
  if (!methods || !paths) throw new Error(`The endpoint “${cell}” is not understood`)
  const isPage = /\(not \/api\)|^\/avatar/.test(paths) || paths === 'server_emoji_data_url'
  if (isPage) return []
  const whole = paths.replace('{filename}', '{fan}/{random}/{filename}') // the name of an upload is a path of ours
  return methods.split('/').flatMap((method) => whole.split(', ').map((path) => `${method} /${path.replace(/^\//, '')}`))
}
