import { fetchTopics } from '../api/channels.ts'
import { store, withEntry } from '../state/store.ts'
import type { TopicSummary } from '../state/topics.ts'

const loading = new Map<number, Promise<readonly TopicSummary[]>>()

/** A channel's topics, newest first: what we hold, else from the server. */
export function topicsOf(channelId: number): Promise<readonly TopicSummary[]> {
  const held = store.getState().topics.get(channelId)
  if (held) return Promise.resolve(held)
  const under = loading.get(channelId)
  if (under) return under
  const load = fetchTopics(channelId)
    .then((entries) => {
      const topics = entries.map(({ name, max_id }) => ({ name, maxId: max_id }))
      store.setState((state) => ({ topics: withEntry(state.topics, channelId, topics) }))
      return topics
    })
    .finally(() => loading.delete(channelId))
  loading.set(channelId, load)
  return load
}
