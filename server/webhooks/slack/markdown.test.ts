import { expect, test } from 'vitest'
import { fromSlack } from './markdown.ts'

test.each([
  ['*bold*, _slanted_ and ~gone~', '**bold**, *slanted* and ~~gone~~'],
  ['see <https://example.com|the site> or <https://example.com>', 'see [the site](https://example.com) or https://example.com'],
  ['write to <mailto:ada@example.com|Ada>', 'write to [Ada](mailto:ada@example.com)'],
  ['2 * 3 * 4, snake_case_name, a~b~c', '2 * 3 * 4, snake_case_name, a~b~c'],
  ['`*not bold*` and ```\n_nor this_\n```', '`*not bold*` and ```\n_nor this_\n```'],
  ['1 &lt; 2 &amp;&amp; `&gt;`', '1 < 2 && `>`'],
  ['*two* *words*', '**two** **words**'],
  ['*open', '*open'],
  [' <!here> alarm ', '<!here> alarm'],
])('what Slack writes as %j is %j here', (slack, ours) => {
  expect(fromSlack(slack)).toBe(ours)
})

test('many open marks take no long time', () => {
  for (const sign of ['*', '_', '~', '<http://', '`', '*a ']) expect(fromSlack(sign.repeat(20_000))).toBeTruthy()
})
