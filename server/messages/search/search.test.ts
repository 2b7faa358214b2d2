import { expect, test } from 'vitest'
import { type Landline, startLandline } from '../../../test/support/landline.ts'
import type { Answer, Person } from '../../../test/support/person.ts'

const idsOf = ({ messages }: Answer): number[] => messages.map(({ id }: { id: number }) => id)

const ask = (person: Person, narrow: unknown, more: object = {}): Promise<Answer> =>
  person.get('/messages', { anchor: 'newest', num_before: 100, num_after: 0, narrow, ...more })

const search = async (person: Person, ...queries: string[]): Promise<number[]> =>
  idsOf(
    await ask(
      person,
      queries.map((operand) => ({ operator: 'search', operand })),
    ),
  )

/** Lets the indexer catch up; searches must answer the same before and after. */
const indexed = (landline: Landline) => landline.appliance.features.searchIndexer.catchUp()

async function twice(landline: Landline, check: () => Promise<void>): Promise<void> {
  await check()
  await indexed(landline)
  const { upToMessageId } = await landline.appliance.database.read
    .selectFrom('searchProgress')
    .selectAll()
    .executeTakeFirstOrThrow()
  expect(upToMessageId).toBeGreaterThan(0)
  await check()
}

test('words are found in topics and texts, whatever their case and accents, whether indexed yet or not', async () => {
  const landline = await startLandline()
  const [ada] = (await landline.users('ada')) as [Person]
  const soup = (await ada.send('general', 'lunch', 'A fine *café* with **Soup** and bread')).id
  const bread = (await ada.send('general', 'Soup kitchen', 'fresh bread')).id
  const code = (await ada.send('general', 'x', '日本語の文章')).id
  await twice(landline, async () => {
    expect(await search(ada, 'soup')).toEqual([soup, bread])
    expect(await search(ada, 'CAFE')).toEqual([soup])
    expect(await search(ada, 'soup bread')).toEqual([soup, bread])
    expect(await search(ada, 'bread', 'cafe')).toEqual([soup])
    expect(await search(ada, '"fresh bread"')).toEqual([bread])
    expect(await search(ada, '"bread fresh"')).toEqual([])
    expect(await search(ada, '"with soup"')).toEqual([soup])
    expect(await search(ada, 'strong')).toEqual([]) // a tag, not a word
    expect(await search(ada, '文章')).toEqual([code])
    expect(await search(ada, '\' OR * NEAR("')).toEqual([])
  })
})

test('a search keeps to its channel, topic or conversation, and to what is wanted of it', async () => {
  const landline = await startLandline()
  const [ada, ben, eve] = (await landline.users('ada', 'ben', 'eve')) as [Person, Person, Person]
  const a = (await ada.send('general', 'a', 'soup', { read_by_sender: true })).id
  const b = (await ben.send('general', 'b', 'soup')).id
  const direct = (await ben.tell([ada], 'soup')).id
  const none = (await ben.tell([ada], 'salad')).id
  await ada.post('/messages/flags', { messages: [b, none], op: 'add', flag: 'starred' })
  const searchAs = async (person: Person, words: string, ...more: unknown[]) =>
    idsOf(await ask(person, [['search', words], ...more]))
  const at = async (operator: string, operand: unknown, negated = false) =>
    idsOf(
      await ask(ada, [
        { operator, operand, negated },
        { operator: 'search', operand: 'soup' },
      ]),
    )
  await twice(landline, async () => {
    expect(await at('channel', 'general')).toEqual([a, b])
    expect(await at('channel', 'general', true)).toEqual([direct])
    expect(await at('topic', 'a')).toEqual([a])
    expect(await at('dm', [ben.id])).toEqual([direct])
    expect(await at('sender', ben.id)).toEqual([b, direct])
    expect(await at('is', 'unread')).toEqual([b, direct])
    expect(await at('is', 'unread', true)).toEqual([a])
    expect(await at('is', 'starred')).toEqual([b])
    expect(await at('is', 'dm')).toEqual([direct])
    expect(await searchAs(eve, 'soup')).toEqual([a, b])
    expect(await searchAs(eve, 'soup', ['is', 'dm'])).toEqual([])
    expect(idsOf(await ask(ada, [{ operator: 'search', operand: 'soup', negated: true }]))).toEqual([none])
    const middle = await ask(ada, [['search', 'soup']], { anchor: b, num_before: 1, num_after: 1 })
    expect(idsOf(middle)).toEqual([a, b, direct])
    expect(middle).toMatchObject({ found_anchor: true, found_oldest: false })
  })
})

test('what was edited, moved or deleted is found as it is now', async () => {
  const landline = await startLandline()
  const [ada] = (await landline.users('ada')) as [Person]
  const kept = (await ada.send('general', 'lunch', 'soup')).id
  const edited = (await ada.send('general', 'lunch', 'soup')).id
  const gone = (await ada.send('general', 'lunch', 'soup')).id
  await indexed(landline)
  await ada.patch(`/messages/${edited}`, { content: 'stew' })
  await landline.owner.delete(`/messages/${gone}`)
  await landline.owner.patch(`/messages/${kept}`, { topic: 'dinner', propagate_mode: 'change_one' })
  await twice(landline, async () => {
    expect(await search(ada, 'soup')).toEqual([kept])
    expect(await search(ada, 'stew')).toEqual([edited])
    expect(await search(ada, 'dinner soup')).toEqual([kept])
    const inDinner = [
      ['stream', 'general'],
      ['topic', 'dinner'],
      ['search', 'soup'],
    ]
    expect(idsOf(await ask(ada, inDinner))).toEqual([kept])
  })
})

test('what was found is marked, and nothing else is changed in the HTML', async () => {
  const landline = await startLandline()
  const [ada] = (await landline.users('ada')) as [Person]
  const { id } = await ada.send('general', 'Strong <soup>', 'a **strong** Soup &amp; so')
  const [message] = (await ask(ada, [['search', 'strong soup']])).messages
  const match_content =
    '<p>a <strong><span class="highlight">strong</span></strong> <span class="highlight">Soup</span> &amp; so</p>'
  const match_subject = '<span class="highlight">Strong</span> &lt;<span class="highlight">soup</span>&gt;'
  expect(message).toMatchObject({ id, match_content, match_subject })
  const { messages } = await ada.get('/messages/matches_narrow', { msg_ids: [id, 4711], narrow: [['search', 'strong soup']] })
  expect(messages).toEqual({ [id]: { match_content, match_subject } })
  const without = await ada.get('/messages/matches_narrow', { msg_ids: [id], narrow: [['search', 'salad']] })
  expect(without.messages).toEqual({})
})

test('the index follows by itself, and after a restart goes on where it was', async () => {
  const landline = await startLandline()
  await landline.owner.send('general', 'lunch', 'soup')
  await expect.poll(() => unindexed(landline)).toBe(0)
  const { id } = await landline.owner.send('general', 'lunch', 'more soup')
  await landline.stop()

  const again = await startLandline({ folder: landline.appliance.folder.path })
  await expect.poll(() => unindexed(again)).toBe(0)
  expect(await search(again.owner, 'more')).toEqual([id])
})

async function unindexed(landline: Landline): Promise<number> {
  const { read } = landline.appliance.database
  const { upToMessageId } = await read.selectFrom('searchProgress').select('upToMessageId').executeTakeFirstOrThrow()
  return (
    await read
      .selectFrom('messages')
      .select('id')
      .where('id', '>', upToMessageId as never)
      .execute()
  ).length
}
