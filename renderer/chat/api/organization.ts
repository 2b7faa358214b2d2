import { request } from './request.ts'
import type { Linkifier } from './types.ts'

/** Settings by their name in `realm_…`. */
export const changeOrganization = (change: { new_stream_announcements_stream_id?: number }) => request('PATCH', '/realm', change)

/** With an id, changes that one. */
export function saveLinkifier({ id, pattern, url_template }: Omit<Linkifier, 'id'> & { id?: number }) {
  const [method, path] = id === undefined ? (['POST', ''] as const) : (['PATCH', `/${id}`] as const)
  return request(method, `/realm/filters${path}`, { pattern, url_template })
}

export const removeLinkifier = (id: number) => request('DELETE', `/realm/filters/${id}`)

export const orderLinkifiers = (ids: number[]) => request('PATCH', '/realm/linkifiers', { ordered_linkifier_ids: ids })
