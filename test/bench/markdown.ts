import { renderMessage } from '../../server/markdown/render.ts'
import { round, type Section } from './section.ts'

const context = { realmUrl: 'https://chat.example.org', previewImages: true, previewLinks: true, translateEmoticons: true }

const ordinary: readonly (readonly [string, string])[] = [
  ['two letters', 'ok'],
  ['a sentence', 'Sounds good, see you at five'],
  ['bold, emoji', 'I think **this** is the way to go :thumbs_up:'],
  ['a link', 'https://example.org/team/pull/123 looks fine to me'],
  ['code, two lines', 'can you look at `foo()` please?\nIt fails on my machine.'],
  ['a list', 'Today:\n* soup\n* salad\n* [menu](https://example.org/menu)'],
]

const sizes = [2500, 5000, 10_000]
const fill = (piece: string, length: number): string => piece.repeat(Math.ceil(length / piece.length)).slice(0, length)

/** What an attacker would send. */
const worst: readonly (readonly [string, (length: number) => string])[] = [
  ['quotations in quotations', (length) => fill('>', length)],
  ['quotations and lists in each other', (length) => fill('> * ', length)],
  [
    'nested lists',
    (length) =>
      Array.from({ length: 140 }, (_, depth) => `${'  '.repeat(depth)}* a`)
        .join('\n')
        .slice(0, length),
  ],
  ['unclosed quotations', (length) => fill('```quote\n', length)],
  ['open brackets', (length) => fill('[', length)],
  ['open links', (length) => fill('[](', length)],
  ['open titles', (length) => fill('[a](b "', length)],
  ['strong emphasis', (length) => fill('***a', length)],
  ['crossing emphasis', (length) => fill('**a *b ', length)],
  [
    'backticks of every length',
    (length) =>
      Array.from({ length: 200 }, (_, index) => `${'`'.repeat((index % 100) + 1)}a`)
        .join(' ')
        .slice(0, length),
  ],
  ['open mentions', (length) => fill('@**a', length)],
  ['bare domains', (length) => fill('a.com ', length)],
  ['open parentheses in an address', (length) => `http://a.b/${fill('(', length - 11)}`],
  ['named emoji', (length) => fill(':+1: ', length)],
  ['emoji', (length) => fill('😀', length)],
  ['one letter a line', (length) => fill('a\n', length)],
  ['an item a line', (length) => fill('* a\n', length)],
  ['table', (length) => `|a|b|\n|-|-|\n${fill('|c|d|\n', length - 14)}`],
  ['math', (length) => fill('$$x^2$$ ', length)],
  ['code', (length) => `\`\`\`js\n${fill('var x = "a" + f(1); // c\n', length - 10)}\`\`\``],
]

function milliseconds(source: string, times: number): number {
  let best = Number.POSITIVE_INFINITY
  for (let time = 0; time < times; time += 1) {
    const begin = performance.now()
    renderMessage(source, context)
    best = Math.min(best, performance.now() - begin)
  }
  return best
}

function microseconds(source: string): number {
  const times = 2000
  for (let time = 0; time < times; time += 1) renderMessage(source, context)
  const begin = performance.now()
  for (let time = 0; time < times; time += 1) renderMessage(source, context)
  return ((performance.now() - begin) / times) * 1000
}

/** How many times as long twice the length takes. */
const growth = (times: readonly number[]): string => `× ${round(times.at(-1)! / Math.max(times.at(-2)!, 0.05))}`

/** Rendering: the cost of ordinary messages, and how that of bad ones grows with their length. */
export async function benchMarkdown(): Promise<Section> {
  const usual = ordinary.map(([name, source]) => ({ name, cost: microseconds(source) }))
  const bad = worst.map(([name, make]) => ({ name, times: sizes.map((size) => milliseconds(make(size), 4)) }))
  const median = usual.map(({ cost }) => cost).sort((one, other) => one - other)[Math.floor(usual.length / 2)]!
  const slowest = Math.max(...bad.map(({ times }) => times.at(-1)!))
  return {
    title: 'Markdown',
    about:
      'From source to HTML: ordinary messages, then the worst ones we know at three lengths. Twice the length may take twice the time.',
    columns: ['message', ...sizes.map((size) => `${size.toLocaleString('en')} characters`), 'last step'],
    rows: [
      ...usual.map(({ name, cost }) => [`${name} (as it is)`, `${round(cost)} µs`, '', '', '']),
      ...bad.map(({ name, times }) => [name, ...times.map((time) => `${round(time, 2)} ms`), growth(times)]),
    ],
    goals: [
      { what: 'median ordinary message', measured: round(median), atMost: 120, unit: 'µs' },
      { what: 'slowest message of 10,000 characters', measured: round(slowest), atMost: 50, unit: 'ms' },
    ],
  }
}
