import { expect, test } from 'vitest'
import { startLandline } from '../../../test/support/landline.ts'

test('a choice made in one client is heard in the other and found by the next', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const queue = await ada!.register({ event_types: ['user_settings', 'update_display_settings'] })
  await ada!.patch('/settings', { twenty_four_hour_time: true, emojiset: 'twitter', timezone: 'Europe/Berlin' })

  const heard = (await queue.all()).map(({ type, property, value }) => [type, property, value])
  expect(heard).toContainEqual(['user_settings', 'twenty_four_hour_time', true])
  expect(heard).toContainEqual(['user_settings', 'emojiset', 'twitter'])
  expect(heard).toContainEqual(['user_settings', 'timezone', 'Europe/Berlin'])
  expect(heard).toHaveLength(3)
  const { user_settings } = await ada!.post('/register', { fetch_event_types: ['user_settings'] })
  expect(user_settings).toMatchObject({
    twenty_four_hour_time: true,
    emojiset: 'twitter',
    timezone: 'Europe/Berlin',
    enter_sends: false,
  })
})

test('a client from before there was one event for settings hears the older ones too', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const queue = await ada!.register({ client_capabilities: {} })
  await ada!.patch('/settings/notifications', { enable_sounds: false })
  await ada!.patch('/settings/display', { default_language: 'de' })
  expect(await queue.all()).toMatchObject([
    { type: 'user_settings', property: 'enable_sounds', value: false },
    { type: 'update_global_notifications', notification_name: 'enable_sounds', setting: false },
    { type: 'user_settings', property: 'default_language', value: 'de', language_name: 'Deutsch' },
    { type: 'update_display_settings', setting_name: 'default_language', setting: 'de' },
  ])
})

test.each([
  [{ color_scheme: 9 }, 'Invalid color_scheme'],
  [{ emojiset: 'wingdings' }, 'Invalid emojiset'],
  [{ enter_sends: 'maybe' }, 'enter_sends is not a boolean'],
  [{ timezone: 'Mars/Olympus' }, 'Invalid timezone: Mars/Olympus'],
])('%j is refused by name and changes nothing', async (change, msg) => {
  const landline = await startLandline()
  await expect(landline.owner.patch('/settings', { ...change, starred_message_counts: false })).rejects.toMatchObject({
    body: { msg },
  })
  const { user_settings } = await landline.owner.post('/register', { fetch_event_types: ['user_settings'] })
  expect(user_settings.starred_message_counts).toBe(true)
})

test('an address is shown to those whom its owner chose, everywhere at once', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const [bens, owners] = [
    await ben!.register({ event_types: ['realm_user'] }),
    await landline.owner.register({ event_types: ['realm_user'] }),
  ]
  await ada!.patch('/settings', { email_address_visibility: 3 })

  expect((await bens.all()).map(({ person }) => person)).toContainEqual({ user_id: ada!.id, delivery_email: null })
  expect((await owners.all()).map(({ person }) => person)).toContainEqual({ user_id: ada!.id, delivery_email: 'ada@example.com' })
  const seenBy = async (person: typeof ada) =>
    (await person!.post('/register', { fetch_event_types: ['realm_user'] })).realm_users.find(
      (user: { user_id: number }) => user.user_id === ada!.id,
    ).delivery_email
  expect(await seenBy(ben)).toBeNull()
  expect(await seenBy(landline.owner)).toBe('ada@example.com')
  expect(await seenBy(ada)).toBe('ada@example.com')
  await expect(ben!.get('/users/ada@example.com')).rejects.toThrow(/No such user/)
  expect((await ben!.get(`/users/${ada!.id}`)).user.email).toBe(`user${ada!.id}@landline.internal`)
})

test('somebody keeps a list of words that concern them', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const queue = await ada!.register({ event_types: ['alert_words'] })
  expect(await ada!.post('/users/me/alert_words', { alert_words: ['engine', ' lunch ', 'Engine'] })).toMatchObject({
    alert_words: ['engine', 'lunch'],
  })
  expect(await queue.next()).toMatchObject({ alert_words: ['engine', 'lunch'] })
  await ada!.delete('/users/me/alert_words', { alert_words: ['LUNCH'] })
  expect(await ada!.get('/users/me/alert_words')).toMatchObject({ alert_words: ['engine'] })
})

test('somebody mutes another person, not themselves, and changes their mind', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const queue = await ada!.register({ event_types: ['muted_users'] })
  await ada!.post(`/users/me/muted_users/${ben!.id}`)
  expect(await queue.next()).toMatchObject({ muted_users: [{ id: ben!.id }] })
  await expect(ada!.post(`/users/me/muted_users/${ben!.id}`)).rejects.toThrow(/already muted/)
  await expect(ada!.post(`/users/me/muted_users/${ada!.id}`)).rejects.toThrow(/Cannot mute self/)
  await ada!.delete(`/users/me/muted_users/${ben!.id}`)
  expect(await queue.next()).toMatchObject({ muted_users: [] })
})
