import { accounts } from './accounts.ts'
import { bots } from './bots.ts'
import { channels } from './channels.ts'
import { messages } from './messages.ts'
import { realm } from './realm.ts'
import { uploads } from './uploads.ts'

export const initial: readonly string[] = [realm, accounts, channels, bots, messages, uploads]
