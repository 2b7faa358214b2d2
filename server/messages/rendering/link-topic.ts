import { LRUCache } from 'lru-cache'
import type { Db } from '../../database/connection.ts'
import { type TopicLink, topicLinks } from '../../markdown/topic-links.ts'
import { wireLinkifiers } from '../../realm/linkifiers/list.ts'

const none: readonly TopicLink[] = []

/** By topic, for one list of linkifiers: a page of messages is often of one topic. */
const known = new LRUCache<string, readonly TopicLink[]>({ max: 2000 })

/** The links that the organization's linkifiers find in topics. */
export async function topicLinker(db: Db): Promise<(topic: string) => readonly TopicLink[]> {
  const rows = await wireLinkifiers(db)
  if (rows.length === 0) return (topic) => (/[.:]/.test(topic) ? linked(topic, [], '') : none)
  const linkifiers = rows.map(({ pattern, url_template }) => ({ pattern, urlTemplate: url_template }))
  const list = JSON.stringify(linkifiers)
  return (topic) => linked(topic, linkifiers, list)
}

function linked(topic: string, linkifiers: Parameters<typeof topicLinks>[1], list: string): readonly TopicLink[] {
  const key = `${topic}\n${list}`
  const found = known.get(key)
  if (found) return found
  const links = topicLinks(topic, linkifiers)
  known.set(key, links)
  return links
}

export const linkTopic = async (db: Db, topic: string): Promise<readonly TopicLink[]> => (await topicLinker(db))(topic)
