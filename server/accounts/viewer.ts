import type { Viewer } from '../api/viewer.ts'
import { BotType } from './bot-type.ts'
import type { User } from './queries.ts'

export function viewerOf(user: User): Viewer {
  const { id, role, isBot, botType, fullName, email, deliveryEmail } = user
  return { id, role, isBot: isBot === 1, isSendOnly: botType === BotType.incomingWebhook, fullName, email, deliveryEmail }
}
