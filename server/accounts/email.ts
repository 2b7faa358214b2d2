import type { UserId } from '../api/ids.ts'
import { EmailVisibility, type UserSettings } from './settings/user-settings.ts'

/** Addresses below it name accounts and get no mail; `.internal` is reserved for private use. */
export const internalDomain = 'landline.internal'

/** The address that others see: the real one only where everyone may read it. */
export function shownEmail(id: UserId, deliveryEmail: string, settings: UserSettings): string {
  return settings.email_address_visibility === EmailVisibility.everyone ? deliveryEmail : `user${id}@${internalDomain}`
}
