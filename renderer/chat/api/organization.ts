import { request } from './request.ts'
import type { Linkifier } from './types.ts'

/** With an id, changes that one. */
export function saveLinkifier({ id, pattern, url_template }: Omit<Linkifier, 'id'> & { id?: number }) {
  const [method, path] = id === undefined ? (['POST', ''] as const) : (['PATCH', `/${id}`] as const)
  return request(method, `/realm/filters${path}`, { pattern, url_template })
}

export const removeLinkifier = (id: number) => request('DELETE', `/realm/filters/${id}`)

export const orderLinkifiers = (ids: number[]) => request('PATCH', '/realm/linkifiers', { ordered_linkifier_ids: ids })
