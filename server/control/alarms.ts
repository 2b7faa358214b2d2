import type { Watcher } from '../backups/watch/watcher.ts'
import { answer } from './answer.ts'
import { alarms } from './contract/alarms.ts'
import type { Owner } from './owner.ts'

const watcherOf = ({ appliance }: Owner): Watcher => appliance.features.watcher

export const alarmCalls = answer(alarms, {
  list: ({ owner }) =>
    watcherOf(owner).alarms.map(({ id, code, message, nextStep, since, isReminder }) => ({
      id,
      code,
      message,
      nextStep,
      since,
      isReminder,
    })),
  webhook: ({ owner }) => watcherOf(owner).webhook.describe(),
  async setWebhook({ input, owner }) {
    await watcherOf(owner).webhook.set(input.url)
    return await watcherOf(owner).webhook.describe()
  },
  async tryWebhook({ owner }) {
    await watcherOf(owner).webhook.try()
    return (await watcherOf(owner).webhook.describe())!
  },
})
