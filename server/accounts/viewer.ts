import type { Viewer } from '../api/viewer.ts'
import type { User } from './queries.ts'

export function viewerOf(user: User): Viewer {
  const { id, role, isBot, fullName, email, deliveryEmail } = user
  return { id, role, isBot: isBot === 1, fullName, email, deliveryEmail }
}
