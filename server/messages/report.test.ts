import { expect, test } from 'vitest'
import { startLandline } from '../../test/support/landline.ts'

test('moderators hear of a reported message in the channel that the organization chose, and nobody promises it without one', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const { id } = await ben!.tell([ada!], 'Buy ```soup```!')
  const report = (more = {}) => ada!.post(`/messages/${id}/report`, { report_type: 'spam', ...more })
  await expect(report()).rejects.toThrow('Moderation request channel must be specified to enable message reporting.')
  const desk = await landline.channel('desk', { subscribers: [landline.owner], isPrivate: true })
  await landline.owner.patch('/realm', { moderation_request_channel_id: desk })
  const queue = await landline.owner.register({ event_types: ['message'] })
  await report({ description: 'Every day' })
  const { message } = await queue.next()
  expect(message).toMatchObject({ display_recipient: 'desk', subject: "ben's moderation requests" })
  expect(message.content).toMatch(/ada<\/span> reported a direct message by .*ben<\/span>.*Spam.*Every day.*Buy .*soup/s)
  await report()
  expect((await queue.next()).message.content).not.toContain('Notes')
  await expect(report({ report_type: 'other' })).rejects.toThrow('An explanation is required.')
  await expect(report({ report_type: 'boredom' })).rejects.toMatchObject({ status: 400 })
  await expect(landline.owner.post(`/messages/${id}/report`, { report_type: 'spam' })).rejects.toThrow('Invalid message(s)')
})
