import { expect, test } from 'vitest'
import { startLandline } from '../../../test/support/landline.ts'
import type { ChannelId, MessageId, UserId } from '../../api/ids.ts'
import { bringBackMessages } from './bring-back.ts'
import { readReturning } from './read.ts'

test('who said the same twice within a second has both back, and neither a second time', async () => {
  const [there, here] = [await startLandline(), await startLandline()]
  const ids: MessageId[] = []
  for (const _ of [1, 2]) {
    ids.push((await there.owner.send('general', 'lunch', 'Yes!')).id as MessageId)
    await here.owner.send('general', 'lunch', 'This has its number now')
  }
  await there.appliance.database.inTransaction((trx) => trx.updateTable('messages').set({ sentAt: 1_000 }).execute())
  const returning = await readReturning(there.appliance.database.read, ids)

  const bringBack = () =>
    here.appliance.database.inTransaction((trx) =>
      bringBackMessages(trx, returning, {
        channelId: 1 as ChannelId,
        whoIs: () => here.owner.id as UserId,
        uploadsOf: () => [],
      }),
    )
  expect(await bringBack()).toEqual({ back: 2, renumbered: 2, alreadyHere: 0, byStrangers: 0 })
  expect(await bringBack()).toEqual({ back: 0, renumbered: 0, alreadyHere: 2, byStrangers: 0 })
})
