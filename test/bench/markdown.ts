import { renderMessage } from '../../server/markdown/render.ts'

/** Plain data: `npm run bench` prints it. */
export interface Section {
  readonly title: string
  readonly rows: readonly (readonly string[])[]
}

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
  ['>>>>', (length) => fill('>', length)],
  ['> * > *', (length) => fill('> * ', length)],
  [
    'nested lists',
    (length) =>
      Array.from({ length: 140 }, (_, depth) => `${'  '.repeat(depth)}* a`)
        .join('\n')
        .slice(0, length),
  ],
  ['unclosed quotations', (length) => fill('```quote\n', length)],
  ['[[[[', (length) => fill('[', length)],
  ['[](', (length) => fill('[](', length)],
  ['[a](b "', (length) => fill('[a](b "', length)],
  ['***a', (length) => fill('***a', length)],
  ['**a *b', (length) => fill('**a *b ', length)],
  [
    '` `` ```',
    (length) =>
      Array.from({ length: 200 }, (_, index) => `${'`'.repeat((index % 100) + 1)}a`)
        .join(' ')
        .slice(0, length),
  ],
  ['@**a', (length) => fill('@**a', length)],
  ['a.com a.com', (length) => fill('a.com ', length)],
  ['http://a.b/((((', (length) => `http://a.b/${fill('(', length - 11)}`],
  [':+1: :+1:', (length) => fill(':+1: ', length)],
  ['😀😀😀', (length) => fill('😀', length)],
  ['one letter a line', (length) => fill('a\n', length)],
  ['an item a line', (length) => fill('* a\n', length)],
  ['table', (length) => `|a|b|\n|-|-|\n${fill('|c|d|\n', length - 14)}`],
  ['$$x^2$$', (length) => fill('$$x^2$$ ', length)],
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

function average(source: string): string {
  const times = 2000
  for (let time = 0; time < times; time += 1) renderMessage(source, context)
  const begin = performance.now()
  for (let time = 0; time < times; time += 1) renderMessage(source, context)
  return `${(((performance.now() - begin) / times) * 1000).toFixed(1)} µs`
}

/** How many times as long twice the length takes: 2 is linear. */
const growth = (times: readonly number[]): string => `× ${(times.at(-1)! / Math.max(times.at(-2)!, 0.05)).toFixed(1)}`

/** Rendering: the cost of ordinary messages, and how that of bad ones grows with their length. */
export async function benchMarkdown(): Promise<Section> {
  const usual = ordinary.map(([name, source]) => [name, average(source)])
  const scaling = worst.map(([name, make]) => {
    const times = sizes.map((size) => milliseconds(make(size), 4))
    return [name, ...times.map((time) => `${time.toFixed(2)} ms`), growth(times)]
  })
  return {
    title: 'Markdown: ordinary messages, then bad ones of 2,500, 5,000 and 10,000 characters and the growth of the last step',
    rows: [...usual, ...scaling],
  }
}
