import { expect, test } from 'vitest'
import { startLandline } from '../../../test/support/landline.ts'

test('somebody makes a channel by subscribing to it, and a colleague is told of both', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const bens = await ben!.register({ event_types: ['stream', 'subscription'] })
  const adas = await ada!.register({ event_types: ['stream', 'subscription'] })

  const answer = await ada!.post('/users/me/subscriptions', {
    subscriptions: [{ name: 'Garden', description: 'Roses **and** peas' }],
  })

  expect(answer.subscribed).toEqual({ [ada!.id]: ['Garden'] })
  expect(answer.already_subscribed).toEqual({})
  const created = await bens.next()
  expect(created).toMatchObject({
    type: 'stream',
    op: 'create',
    streams: [{ name: 'Garden', invite_only: false, creator_id: ada!.id, subscriber_count: 0, can_send_message_group: 6 }],
  })
  expect(created.streams[0].can_administer_channel_group).toEqual({ direct_members: [ada!.id], direct_subgroups: [] })
  const stream_id = created.streams[0].stream_id
  expect(await bens.next()).toMatchObject({ op: 'peer_add', stream_ids: [stream_id], user_ids: [ada!.id] })
  await adas.next()
  const own = (await adas.next()) as any
  expect(own).toMatchObject({
    type: 'subscription',
    op: 'add',
    subscriptions: [{ stream_id, subscribers: [ada!.id], is_muted: false }],
  })
  expect(own.subscriptions[0].color).toMatch(/^#[0-9a-f]{6}$/)
})

test('subscribing again says so, in any case of the name', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const answer = await ada!.post('/users/me/subscriptions', { subscriptions: ['GENERAL'] })
  expect(answer).toMatchObject({ subscribed: {}, already_subscribed: { [ada!.id]: ['general'] } })
})

test('a member cannot enter a private channel, and learns no more than that it is closed', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const id = await landline.channel('secret', { subscribers: [ada!], isPrivate: true })

  await expect(ben!.post('/users/me/subscriptions', { subscriptions: [{ name: 'secret' }] })).rejects.toThrow(
    'Unable to access channel (secret)',
  )
  const some = await ben!.post('/users/me/subscriptions', {
    subscriptions: [{ name: 'secret' }, { name: 'open' }],
    authorization_errors_fatal: false,
  })
  expect(some).toMatchObject({ subscribed: { [ben!.id]: ['open'] }, unauthorized: ['secret'] })
  await expect(ben!.get(`/streams/${id}`)).rejects.toThrow('Invalid channel ID')
  await expect(ben!.get(`/streams/${id}/members`)).rejects.toThrow('Invalid channel ID')
  await expect(ben!.get('/get_stream_id', { stream: 'secret' })).rejects.toThrow("Invalid channel name 'secret'")
  const leaving = ben!.delete('/users/me/subscriptions', { subscriptions: ['secret'] })
  await expect(leaving).rejects.toMatchObject({ body: { code: 'STREAM_DOES_NOT_EXIST', stream: 'secret' } })
  const { streams } = await ben!.get('/streams', { include_all: true })
  expect(streams.map((stream: any) => stream.name)).not.toContain('secret')
})

test('an administrator manages a private channel without reading it', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const id = await landline.channel('secret', { subscribers: [ada!], isPrivate: true })
  const admin = await landline.user('Root', { role: 'admin' })

  expect((await admin.get(`/streams/${id}`)).stream.name).toBe('secret')
  await admin.patch(`/streams/${id}`, { description: 'Still theirs' })
  await expect(admin.get(`/users/me/${id}/topics`)).rejects.toThrow('Invalid channel ID')
  await expect(admin.post('/users/me/subscriptions', { subscriptions: ['secret'] })).rejects.toThrow('Unable to access')
  await expect(admin.patch(`/streams/${id}`, { is_private: false })).rejects.toMatchObject({
    body: { code: 'CANNOT_ADMINISTER_CHANNEL' },
  })
})

test('a guest knows only the channels that somebody put them in', async () => {
  const landline = await startLandline()
  const guest = await landline.user('Gus', { role: 'guest' })
  const [ada] = await landline.users('Ada')
  const id = await landline.channel('project', { subscribers: [ada!] })
  const queue = await guest.register({ fetch_event_types: ['subscription', 'stream'], event_types: ['stream', 'subscription'] })
  expect(queue.snapshot).toMatchObject({ streams: [], subscriptions: [], never_subscribed: [] })
  await expect(guest.post('/users/me/subscriptions', { subscriptions: ['project'] })).rejects.toThrow('Unable to access')

  await ada!.post('/users/me/subscriptions', { subscriptions: [{ name: 'project' }], principals: [guest.email] })

  expect(await queue.next()).toMatchObject({ type: 'stream', op: 'create', streams: [{ stream_id: id }] })
  expect(await queue.next()).toMatchObject({ type: 'subscription', op: 'add' })
  await ada!.delete('/users/me/subscriptions', { subscriptions: ['project'], principals: [ada!.id] })
  expect(await queue.next()).toMatchObject({ op: 'peer_remove', user_ids: [ada!.id] })
})

test('who leaves a channel stops hearing of it, and the others are told', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const id = await landline.channel('secret', { subscribers: [ada!, ben!], isPrivate: true })
  const adas = await ada!.register({ event_types: ['stream', 'subscription'] })
  const bens = await ben!.register({ event_types: ['stream', 'subscription'] })

  expect(await ben!.delete('/users/me/subscriptions', { subscriptions: ['secret'] })).toMatchObject({
    removed: ['secret'],
    not_removed: [],
  })

  expect(await bens.next()).toMatchObject({ op: 'remove', subscriptions: [{ stream_id: id, name: 'secret' }] })
  expect(await bens.next()).toMatchObject({ type: 'stream', op: 'delete', stream_ids: [id] })
  expect(await adas.next()).toMatchObject({ op: 'peer_remove', stream_ids: [id], user_ids: [ben!.id] })
  await expect(ben!.get(`/streams/${id}`)).rejects.toThrow('Invalid channel ID')
})

test('a private channel that everyone left is archived', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const id = await landline.channel('secret', { subscribers: [ada!], isPrivate: true })
  await ada!.delete('/users/me/subscriptions', { subscriptions: ['secret'] })
  expect((await landline.owner.get(`/streams/${id}`)).stream).toMatchObject({ is_archived: true, subscriber_count: 0 })
})

test('a member may not throw a colleague out of a channel that is not theirs', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const remove = (who: typeof ada) =>
    who!.delete('/users/me/subscriptions', { subscriptions: ['general'], principals: [ben!.id] })
  await expect(remove(ada)).rejects.toThrow('Insufficient permission')
  expect(await remove(landline.owner)).toMatchObject({ removed: ['general'] })
})

test('a colleague who was deactivated counts no more, and counts again when they are back', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const { stream_id } = await ada!.get('/get_stream_id', { stream: 'general' })
  const members = async () => (await ada!.get(`/streams/${stream_id}/members`)).subscribers
  expect(await members()).toContain(ben!.id)
  await landline.owner.delete(`/users/${ben!.id}`)
  expect(await members()).not.toContain(ben!.id)
  await landline.owner.post(`/users/${ben!.id}/reactivate`)
  expect(await members()).toContain(ben!.id)
})

test('color and mute are one’s own, and reach one’s other clients in the forms they know', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const { stream_id } = await ada!.get('/get_stream_id', { stream: 'general' })
  const queue = await ada!.register({ event_types: ['subscription'] })
  await ada!.post('/users/me/subscriptions/properties', {
    subscription_data: [
      { stream_id, property: 'color', value: '#ABC' },
      { stream_id, property: 'in_home_view', value: false },
    ],
  })
  expect(await queue.next()).toMatchObject({ op: 'update', property: 'color', value: '#aabbcc' })
  expect(await queue.next()).toMatchObject({ property: 'is_muted', value: true })
  expect(await queue.next()).toMatchObject({ property: 'in_home_view', value: false })
  const { subscriptions } = await ada!.get('/users/me/subscriptions')
  expect(subscriptions).toMatchObject([{ color: '#aabbcc', is_muted: true, desktop_notifications: null }])
  const wrong = { subscription_data: [{ stream_id, property: 'is_muted', value: 'maybe' }] }
  await expect(ada!.post('/users/me/subscriptions/properties', wrong)).rejects.toThrow('is_muted is not a boolean')
})

test('somebody who comes back finds their settings as they left them', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const { stream_id } = await ada!.get('/get_stream_id', { stream: 'general' })
  await ada!.patch(`/users/me/subscriptions/${stream_id}`, { property: 'pin_to_top', value: true })
  const twice = await ada!.patch('/users/me/subscriptions', { delete: ['general'] })
  expect(twice).toMatchObject({ removed: ['general'], subscribed: {} })
  expect(await ada!.get(`/users/${ada!.id}/subscriptions/${stream_id}`)).toMatchObject({ is_subscribed: false })
  await ada!.patch('/users/me/subscriptions', { add: [{ name: 'general' }] })
  const { subscriptions } = await ada!.get('/users/me/subscriptions', { include_subscribers: 'true' })
  expect(subscriptions).toMatchObject([{ name: 'general', pin_to_top: true }])
  expect(subscriptions[0].subscribers).toContain(ada!.id)
})

test('an unknown person cannot be subscribed', async () => {
  const landline = await startLandline()
  const wrong = landline.owner.post('/users/me/subscriptions', { subscriptions: ['general'], principals: ['nobody@example.com'] })
  await expect(wrong).rejects.toMatchObject({ status: 403, body: { code: 'UNAUTHORIZED_PRINCIPAL' } })
})

test('where one of several channels is closed, all stays as it was', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const tea = await landline.channel('tea', { subscribers: [ada!] })
  await landline.channel('secret', { subscribers: [ada!], isPrivate: true })
  const queue = await ada!.register({ event_types: ['subscription', 'stream'] })
  const members = async () => (await ada!.get(`/streams/${tea}/members`)).subscribers
  expect(await members()).toEqual([ada!.id])

  await expect(ben!.post('/users/me/subscriptions', { subscriptions: ['tea', 'new', 'secret'] })).rejects.toThrow(
    'Unable to access',
  )

  expect(await members()).toEqual([ada!.id])
  expect(await queue.all()).toEqual([])
  await ben!.post('/users/me/subscriptions', { subscriptions: ['tea'] })
  expect(await members()).toEqual([ada!.id, ben!.id])
})

test('a crowd that arrives at once is complete for everyone in it', async () => {
  const landline = await startLandline()
  const crowd = await landline.users(...Array.from({ length: 20 }, (_, index) => `P${index}`))
  const id = await landline.channel('party', { subscribers: [crowd[0]!] })
  const queue = await crowd[0]!.register({ event_types: ['subscription'] })
  await Promise.all(crowd.slice(1).map((person) => person.post('/users/me/subscriptions', { subscriptions: ['party'] })))
  const heard = (await queue.all()).flatMap(({ user_ids }) => user_ids)
  const ids = crowd.map((person) => person.id).sort((a, b) => a - b)
  expect(heard.sort((a, b) => a - b)).toEqual(ids.slice(1))
  expect((await crowd[7]!.get(`/streams/${id}/members`)).subscribers).toEqual(ids)
})

test('a client that follows events knows who is in a channel, whatever happened while it registered', async () => {
  const landline = await startLandline()
  const [ada, ...crowd] = await landline.users('Ada', 'B', 'C', 'D', 'E', 'F', 'G', 'H')
  const id = await landline.channel('party', { subscribers: [ada!] })
  const comeAndGo = async (person: (typeof crowd)[number], times: number) => {
    for (let count = 0; count < times; count += 1) {
      await person.post('/users/me/subscriptions', { subscriptions: ['party'] })
      if (count + 1 < times || person.id % 2 === 0) await person.delete('/users/me/subscriptions', { subscriptions: ['party'] })
    }
  }
  const busy = Promise.all(crowd.map((person) => comeAndGo(person, 4)))
  const queues = []
  for (let count = 0; count < 8; count += 1) queues.push(await ada!.register({ include_subscribers: 'true' }))
  await busy

  const { subscribers } = await ada!.get(`/streams/${id}/members`)
  for (const queue of queues) {
    const known = new Set<number>(queue.snapshot.subscriptions.find(({ stream_id }: any) => stream_id === id).subscribers)
    for (const event of await queue.all()) {
      if (event.op !== 'peer_add' && event.op !== 'peer_remove') continue
      for (const userId of event.user_ids) {
        expect(known.has(userId)).toBe(event.op === 'peer_remove')
        if (event.op === 'peer_add') known.add(userId)
        else known.delete(userId)
      }
    }
    expect([...known].sort((a, b) => a - b)).toEqual(subscribers)
  }
})
