import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'
import type { Answer, Person } from '../../test/support/person.ts'

/** What the mobile app and the terminal client send: see the clients' own sources. */
const mobile = {
  idle_queue_timeout: 'mobile',
  apply_markdown: true,
  client_gravatar: false,
  slim_presence: true,
  client_capabilities: {
    notification_settings_null: true,
    bulk_message_deletion: true,
    user_avatar_url_field_optional: true,
    stream_typing_notifications: true,
    user_settings_object: true,
    include_deactivated_groups: true,
    empty_topic_name: true,
    individual_emoji_changes: true,
  },
}
const terminal = {
  event_types:
    'message update_message reaction submessage subscription typing update_message_flags user_settings realm_emoji realm_user'.split(
      ' ',
    ),
  fetch_event_types:
    'realm presence subscription message starred_messages update_message_flags muted_topics realm_user realm_user_groups user_settings realm_emoji custom_profile_fields zulip_version'.split(
      ' ',
    ),
  client_gravatar: true,
  apply_markdown: true,
  include_subscribers: 'true',
  narrow: [],
}

/** Fields whose absence, or null, makes the client fail. */
const neededByMobile = `queue_id last_event_id zulip_feature_level zulip_version zulip_merge_base alert_words
  custom_profile_fields max_stream_name_length max_topic_length server_presence_ping_interval_seconds
  server_presence_offline_threshold_seconds muted_users presences realm_emoji realm_user_groups recent_private_conversations
  subscriptions unread_msgs starred_messages streams user_status user_settings user_topics realm_wildcard_mention_policy
  realm_name realm_waiting_period_threshold realm_allow_message_editing realm_enable_read_receipts realm_icon_url
  realm_presence_disabled realm_default_external_accounts max_file_upload_size_mib server_emoji_data_url
  event_queue_longpoll_timeout_seconds realm_users realm_non_active_users cross_realm_bots`.split(/\s+/)

const neededByTerminal = `queue_id last_event_id max_message_id user_id email full_name realm_name zulip_version realm_users
  cross_realm_bots presences subscriptions muted_topics realm_user_groups realm_emoji custom_profile_fields unread_msgs
  starred_messages realm_message_retention_days realm_allow_message_editing realm_message_content_edit_limit_seconds
  realm_allow_edit_history user_settings`.split(/\s+/)

const missingIn = (snapshot: Answer, needed: readonly string[]): string[] =>
  needed.filter((field) => snapshot[field] === undefined || snapshot[field] === null)

test('the mobile app finds every field it cannot do without', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const snapshot = await ada!.post('/register', mobile)
  expect(missingIn(snapshot, neededByMobile)).toEqual([])
  expect(missingIn(snapshot.user_settings, ['starred_message_counts', 'emojiset', 'presence_enabled'])).toEqual([])
  expect(snapshot.ignored_parameters_unsupported).toBeUndefined()

  const emoji = await fetch(snapshot.server_emoji_data_url)
  expect(emoji.status).toBe(200)
  expect(((await emoji.json()) as Answer).code_to_names['1f642']).toEqual(['slight_smile'])
})

test('the terminal client finds every key it reads', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const snapshot = await ada!.post('/register', terminal)
  expect(missingIn(snapshot, neededByTerminal)).toEqual([])
  const settings = ['send_private_typing_notifications', 'twenty_four_hour_time', 'pm_content_in_desktop_notifications']
  expect(missingIn(snapshot.user_settings, settings)).toEqual([])
  expect(snapshot.subscriptions).toMatchObject([{ name: 'general', subscribers: [landline.owner.id, ada!.id] }])
  expect(snapshot.realm_users.map(({ user_id }: Answer) => user_id)).toContain(ada!.id)
  expect(snapshot.cross_realm_bots.map(({ is_system_bot }: Answer) => is_system_bot)).toEqual([true, true, true])
})

test('a client that asks for nothing in particular gets everything, and one that asks for little gets little', async () => {
  const landline = await startLandline()
  const everything = await landline.owner.post('/register', { event_types: 'null' })
  expect(everything).toMatchObject({ realm_name: 'Example', realm_bots: [], drafts: [], enable_sounds: true, emojiset: 'google' })

  const little = await landline.owner.post('/register', { fetch_event_types: ['alert_words'], event_types: ['message'] })
  const always = ['result', 'msg', 'queue_id', 'last_event_id', 'zulip_version', 'zulip_merge_base', 'zulip_feature_level']
  expect(Object.keys(little).sort()).toEqual([...always, 'alert_words'].sort())
})

const nameOf = async (viewer: Person, person: Person): Promise<string> =>
  (await viewer.post('/register', { fetch_event_types: ['realm_user'] })).realm_users.find(
    ({ user_id }: Answer) => user_id === person.id,
  )?.full_name

test('the next to register sees who changed their name, who came and who left', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  expect(await nameOf(ben!, ada!)).toBe('ada')
  await ada!.patch('/settings', { full_name: 'Ada Lovelace' })
  expect(await nameOf(ben!, ada!)).toBe('Ada Lovelace')
  expect(await nameOf(landline.owner, ada!)).toBe('Ada Lovelace')

  const [cy] = await landline.users('cy')
  expect(await nameOf(ben!, cy!)).toBe('cy')
  const everyone = { fetch_event_types: ['realm_user', 'realm_user_groups'] }
  const before = await ben!.post('/register', everyone)
  expect(before.realm_user_groups.some(({ members }: Answer) => members.includes(cy!.id))).toBe(true)
  await landline.owner.delete(`/users/${cy!.id}`)
  const after = await ben!.post('/register', everyone)
  expect(after.realm_users.map(({ user_id }: Answer) => user_id)).not.toContain(cy!.id)
  expect(after.realm_non_active_users).toMatchObject([{ user_id: cy!.id, is_active: false }])
  const holding = after.realm_user_groups.filter(({ members }: Answer) => members.includes(cy!.id))
  expect(holding).toEqual([])
})

test('whatever happens while many register is in the answer or in the queue, never in both or neither', async () => {
  const landline = await startLandline()
  const [ada, ...others] = await landline.users('ada', 'ben', 'cy', 'di', 'eve')
  const registered: Promise<{ named: string; heard: string[] }>[] = []
  for (let round = 1; round <= 8; round++) {
    for (const one of others) registered.push(followName(one, ada!))
    await ada!.patch('/settings', { full_name: `Ada ${round}` })
  }
  const last = 'Ada 8'
  for (const { named, heard } of await Promise.all(registered)) {
    const from = named === 'ada' ? 0 : Number(named.slice(4))
    expect(heard).toEqual(Array.from({ length: 8 - from }, (_, index) => `Ada ${from + index + 1}`))
    expect(heard.at(-1) ?? named).toBe(last)
  }
})

/** The name somebody registered with, and those heard of afterwards until the last. */
async function followName(viewer: Person, person: Person): Promise<{ named: string; heard: string[] }> {
  const queue = await viewer.register({ event_types: ['realm_user'] })
  const named = queue.snapshot.realm_users.find(({ user_id }: Answer) => user_id === person.id).full_name as string
  const heard: string[] = []
  while ((heard.at(-1) ?? named) !== 'Ada 8') {
    const { person: changed } = await queue.nextOf('realm_user')
    if (changed.full_name) heard.push(changed.full_name)
  }
  return { named, heard }
}

test('a queue hears only what it asked for', async () => {
  const landline = await startLandline()
  const queue = await landline.owner.register({ event_types: ['alert_words'] })
  await landline.owner.patch('/settings', { enter_sends: true })
  await landline.owner.post('/users/me/alert_words', { alert_words: ['engine'] })
  expect((await queue.all()).map(({ type }) => type)).toEqual(['alert_words'])
})

test.each([
  [{ event_types: '[1]' }, /event_types/],
  [{ narrow: '"everything"' }, /narrow/],
  [{ client_capabilities: '[]' }, /client_capabilities/],
])('%j is refused, naming what is wrong', async (params, reason) => {
  const landline = await startLandline()
  await expect(landline.owner.post('/register', params)).rejects.toThrow(reason)
})
