import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'

const queueTypes = { event_types: ['stream', 'subscription', 'default_streams'] }

test('a channel’s new name and description reach those who see it', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const id = await landline.channel('lunch')
  const queue = await ada!.register(queueTypes)
  await landline.owner.patch(`/streams/${id}`, { new_name: 'Lunch & tea', description: 'Bring <biscuits>' })
  expect(await queue.next()).toMatchObject({ op: 'update', property: 'name', value: 'Lunch & tea', name: 'lunch', stream_id: id })
  expect(await queue.next()).toMatchObject({
    property: 'description',
    value: 'Bring <biscuits>',
    rendered_description: '<p>Bring &lt;biscuits&gt;</p>',
  })
  const { stream } = await ada!.get(`/streams/${id}`)
  expect(stream).toMatchObject({ name: 'Lunch & tea', rendered_description: '<p>Bring &lt;biscuits&gt;</p>' })
})

test('a description names people and channels as a message does, and only those that its author may see', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const kitchen = await landline.channel('kitchen')
  await landline.channel('secret', { isPrivate: true })
  const description = 'Ask @**Ada**, or #**kitchen** :tea:; not #**secret**'
  await ada!.post('/users/me/subscriptions', { subscriptions: [{ name: 'lunch', description }] })
  const { stream_id } = await ada!.get('/get_stream_id', { stream: 'lunch' })
  const { stream } = await ada!.get(`/streams/${stream_id}`)
  const html = stream.rendered_description
  expect(html).toContain(`<span class="user-mention" data-user-id="${ada!.id}">@Ada</span>`)
  expect(html).toContain(`<a class="stream" data-stream-id="${kitchen}" href="/#narrow/channel/${kitchen}-kitchen">#kitchen</a>`)
  expect(html).toContain('class="emoji emoji-1f375"')
  expect(html).toContain('not #<strong>secret</strong>')
})

test('a name that is taken, empty or too long is refused with its reason', async () => {
  const landline = await startLandline()
  const id = await landline.channel('lunch')
  const rename = (new_name: string) => landline.owner.patch(`/streams/${id}`, { new_name })
  await expect(rename('GENERAL')).rejects.toThrow("Channel 'GENERAL' already exists")
  await expect(rename('  ')).rejects.toThrow("Channel name can't be empty.")
  await expect(rename('x'.repeat(61))).rejects.toThrow('Channel name too long (limit: 60 characters).')
  await expect(rename('a\u0000b')).rejects.toThrow('Invalid character in channel name, at position 2.')
  await rename('Lunch') // another case of its own name is no clash
})

test('a member may not change a channel that is not theirs', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const id = await landline.channel('lunch', { subscribers: [ada!] })
  await expect(ada!.patch(`/streams/${id}`, { description: 'mine' })).rejects.toMatchObject({
    body: { code: 'CANNOT_ADMINISTER_CHANNEL' },
  })
  await expect(ada!.delete(`/streams/${id}`)).rejects.toMatchObject({ body: { code: 'CANNOT_ADMINISTER_CHANNEL' } })
})

test('when a channel becomes private, outsiders lose it and subscribers hear why', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const { id } = await ada!.post('/channels/create', { name: 'plans', subscribers: [ada!.id] })
  const [adas, bens] = [await ada!.register(queueTypes), await ben!.register(queueTypes)]
  await ada!.patch(`/streams/${id}`, { is_private: true, history_public_to_subscribers: false })
  expect(await adas.next()).toMatchObject({
    property: 'invite_only',
    value: true,
    history_public_to_subscribers: false,
    is_web_public: false,
  })
  expect(await bens.next()).toMatchObject({ type: 'stream', op: 'delete', stream_ids: [id], streams: [{ stream_id: id }] })
  await ada!.patch(`/streams/${id}`, { is_private: false })
  expect(await bens.next()).toMatchObject({ op: 'create', streams: [{ stream_id: id, history_public_to_subscribers: true }] })
})

test('an archived channel is read-only history: listed on request, and gone for clients that know no archive', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const id = await landline.channel('old', { subscribers: [ada!, ben!] })
  const modern = await ada!.register(queueTypes)
  const old = await ben!.register({ ...queueTypes, client_capabilities: {} })
  await landline.owner.delete(`/streams/${id}`)
  expect(await modern.next()).toMatchObject({ op: 'update', property: 'is_archived', value: true })
  expect(await old.next()).toMatchObject({ op: 'delete', stream_ids: [id] })
  const names = async (values: object) => (await ada!.get('/streams', { ...values })).streams.map(({ name }: any) => name)
  expect(await names({})).not.toContain('old')
  expect(await names({ exclude_archived: false })).toContain('old')
  await expect(
    ben!.post('/users/me/subscriptions', { subscriptions: ['old'], principals: [landline.owner.id] }),
  ).rejects.toThrow()
  await landline.owner.patch(`/streams/${id}`, { is_archived: false })
  expect(await old.next()).toMatchObject({ op: 'create', streams: [{ stream_id: id }] })
})

test('permissions name a group or people, and a change made on an old belief is refused', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const id = await landline.channel('news', { subscribers: [ada!, ben!] })
  const queue = await ben!.register(queueTypes)
  const onlyAda = { direct_members: [ada!.id], direct_subgroups: [] }
  await landline.owner.patch(`/streams/${id}`, { can_send_message_group: { new: onlyAda, old: 6 } })
  expect(await queue.next()).toMatchObject({ property: 'can_send_message_group', value: onlyAda })
  expect(await queue.next()).toMatchObject({ property: 'stream_post_policy', value: 1 })
  await landline.owner.patch(`/streams/${id}`, {
    can_administer_channel_group: { new: { direct_members: [ben!.id], direct_subgroups: [] } },
  })
  await ben!.patch(`/streams/${id}`, { can_send_message_group: { new: 2 } })
  expect((await ada!.get(`/streams/${id}`)).stream).toMatchObject({
    can_send_message_group: 2,
    stream_post_policy: 2,
    is_announcement_only: true,
  })
  const stale = landline.owner.patch(`/streams/${id}`, { can_send_message_group: { new: 6, old: onlyAda } })
  await expect(stale).rejects.toMatchObject({ body: { code: 'EXPECTATION_MISMATCH' } })
  await expect(landline.owner.patch(`/streams/${id}`, { can_send_message_group: { new: 9999 } })).rejects.toThrow(
    'Invalid user group',
  )
})

test('making a channel that exists is a conflict', async () => {
  const landline = await startLandline()
  const clash = landline.owner.post('/channels/create', { name: 'General', subscribers: [] })
  await expect(clash).rejects.toMatchObject({ status: 409, body: { code: 'CHANNEL_ALREADY_EXISTS' } })
})

test('newcomers find the default channels, and administrators choose them', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const id = await landline.channel('welcome')
  const queue = await ada!.register({ ...queueTypes, fetch_event_types: ['default_streams'] })
  const [general] = queue.snapshot.realm_default_streams
  await landline.owner.post('/default_streams', { stream_id: id })
  expect(await queue.next()).toMatchObject({ type: 'default_streams', default_streams: [general, id] })
  const [ben] = await landline.users('Ben')
  const { subscriptions } = await ben!.get('/users/me/subscriptions')
  expect(subscriptions.map(({ name }: any) => name)).toEqual(['general', 'welcome'])
  expect(new Set(subscriptions.map(({ color }: any) => color)).size).toBe(2)
  await landline.owner.delete('/default_streams', { stream_id: id })
  expect((await ada!.get('/streams', { include_default: true })).streams).toMatchObject([
    { is_default: true },
    { is_default: false },
  ])
  await expect(ada!.post('/default_streams', { stream_id: id })).rejects.toThrow('Must be an organization administrator')
})

test('folders keep channels together, in an order that administrators choose', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const queue = await ada!.register({ event_types: ['channel_folder', 'stream'] })
  const { channel_folder_id: first } = await landline.owner.post('/channel_folders/create', { name: 'Work', description: 'Hard' })
  const { channel_folder_id: second } = await landline.owner.post('/channel_folders/create', { name: 'Play' })
  expect(await queue.next()).toMatchObject({
    op: 'add',
    channel_folder: { id: first, name: 'Work', order: 0, is_archived: false },
  })
  expect(await queue.next()).toMatchObject({ op: 'add', channel_folder: { order: 1 } })
  await expect(landline.owner.post('/channel_folders/create', { name: 'WORK' })).rejects.toThrow('already in use')
  await landline.owner.patch('/channel_folders', { order: [second, first] })
  expect(await queue.next()).toMatchObject({ op: 'reorder', order: [second, first] })
  await landline.owner.patch(`/channel_folders/${first}`, { name: 'Labour' })
  expect(await queue.next()).toMatchObject({ op: 'update', channel_folder_id: first, data: { name: 'Labour' } })
  expect((await ada!.get('/channel_folders')).channel_folders).toMatchObject([{ name: 'Play' }, { name: 'Labour' }])
  const { stream_id } = await ada!.get('/get_stream_id', { stream: 'general' })
  await landline.owner.patch(`/streams/${stream_id}`, { folder_id: second })
  expect(await queue.next()).toMatchObject({ property: 'folder_id', value: second })
  await landline.owner.patch(`/streams/${stream_id}`, { folder_id: null })
  expect(await queue.next()).toMatchObject({ property: 'folder_id', value: null })
})

test('a client that registers is told of every channel by what it is to its person', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  await landline.channel('secret', { subscribers: [ben!], isPrivate: true })
  await landline.channel('left', { subscribers: [ada!] })
  await landline.channel('open')
  await ada!.delete('/users/me/subscriptions', { subscriptions: ['left'] })
  const { snapshot } = await ada!.register({ include_subscribers: 'true' })
  const names = (list: { name: string }[]) => list.map(({ name }) => name)
  expect(names(snapshot.subscriptions)).toEqual(['general'])
  expect(names(snapshot.unsubscribed)).toEqual(['left'])
  expect(names(snapshot.never_subscribed)).toEqual(['open'])
  expect(names(snapshot.streams)).toEqual(['general', 'left', 'open'])
  expect(snapshot.subscriptions[0].subscribers).toEqual([landline.owner.id, ada!.id, ben!.id])
  expect(snapshot).toMatchObject({ user_topics: [], muted_topics: [], channel_folders: [] })
  const bare = await ada!.post('/register', { fetch_event_types: ['subscription'] })
  expect(bare.subscriptions[0]).not.toHaveProperty('subscribers')
})

test('a private channel opens to those whom a permission names, and closes again', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const { id } = await ada!.post('/channels/create', { name: 'plans', subscribers: [ada!.id], invite_only: true })
  const queue = await ben!.register(queueTypes)
  const letIn = (people: readonly number[]) =>
    ada!.patch(`/streams/${id}`, { can_subscribe_group: { new: { direct_members: people, direct_subgroups: [] } } })

  await letIn([ben!.id])
  expect(await queue.next()).toMatchObject({ type: 'stream', op: 'create', streams: [{ stream_id: id, invite_only: true }] })
  expect((await ben!.get(`/users/me/${id}/topics`)).topics).toEqual([])
  await letIn([])
  expect(await queue.next()).toMatchObject({ type: 'stream', op: 'delete', stream_ids: [id] })
  await expect(ben!.get(`/streams/${id}`)).rejects.toThrow('Invalid channel ID')
  await letIn([ben!.id])
  await ben!.post('/users/me/subscriptions', { subscriptions: ['plans'] })
  await letIn([])
  expect((await ben!.get(`/streams/${id}/members`)).subscribers).toEqual([ada!.id, ben!.id])
})

test('the terminal client asks for a channel’s mail address, with two slashes, and learns that there is none', async () => {
  const landline = await startLandline()
  const { stream_id } = await landline.owner.get('/get_stream_id', { stream: 'general' })
  expect(await landline.owner.get(`/streams/${stream_id}/email_address`)).toMatchObject({ email: '' })
  expect(await landline.owner.get(`//streams/${stream_id}/email_address`)).toMatchObject({ email: '' })
})

test('bad ids and missing values are refused in words, and change nothing', async () => {
  const landline = await startLandline()
  const { owner } = landline
  const refused = (asked: Promise<unknown>, words: string) => expect(asked).rejects.toThrow(words)
  await refused(owner.get('/streams/4711'), 'Invalid channel ID')
  await refused(owner.get('/streams/seven'), 'stream_id is not a')
  await refused(owner.patch('/streams/4711', { description: 'x' }), 'Invalid channel ID')
  await refused(owner.get('/get_stream_id'), "Missing 'stream' argument")
  await refused(owner.post('/users/me/subscriptions', { subscriptions: 'general' }), 'subscriptions')
  await refused(owner.post('/users/me/subscriptions', { subscriptions: [{ name: '' }] }), "Channel name can't be empty.")
  await refused(owner.patch('/users/me/subscriptions', {}), 'Nothing to do')
  await refused(
    owner.post('/channels/create', { name: 'x', subscribers: [owner.id], is_web_public: true }),
    'Web-public channels',
  )
  await refused(owner.post('/channels/create', { name: 'x', subscribers: [4711] }), 'not authorized to execute queries')
  await refused(owner.post('/channels/create', { name: 'x', subscribers: [], folder_id: 9 }), 'Invalid channel folder ID')
  const { streams } = await owner.get('/streams')
  expect(streams.map(({ name }: any) => name)).toEqual(['general'])
})
