import { ChannelId } from '../api/ids.ts'
import { json } from '../api/params.ts'
import type { Api } from '../api/route.ts'
import { setDefault } from './default-channels.ts'
import { getVisibleChannel } from './find.ts'
import type { ChannelNews } from './news.ts'
import { channelRoutes as ownRoutes } from './routes/channels.ts'
import { folderRoutes } from './routes/folders.ts'
import { subscriptionRoutes } from './routes/subscriptions.ts'
import { topicRoutes } from './routes/topics.ts'

/** Channels, who is in them, what they talk about there, and how all that is arranged. */
export function channelRoutes(api: Api, news: ChannelNews): void {
  ownRoutes(api, news)
  topicRoutes(api)
  subscriptionRoutes(api, news)
  folderRoutes(api)
  defaultChannelRoutes(api)
}

/** @see https://zulip.com/api/add-default-stream */
function defaultChannelRoutes(api: Api): void {
  const params = { stream_id: json(ChannelId) }
  for (const [method, isDefault] of [
    ['post', true],
    ['delete', false],
  ] as const) {
    api[method]('/default_streams', {
      access: 'admin',
      params,
      async handle({ viewer, params, inTransaction }) {
        await inTransaction(async (trx) => {
          const { channel } = await getVisibleChannel(trx, viewer, params.stream_id)
          await setDefault(trx, channel, isDefault)
        })
        return {}
      },
    })
  }
}
