import type { AccountTables } from './accounts.ts'
import type { BotTables } from './bots.ts'
import type { ChannelTables } from './channels.ts'
import type { MessageTables } from './messages.ts'
import type { RealmTables } from './realm.ts'
import type { UploadTables } from './uploads.ts'

/** Every table, by feature. Columns are named alike in SQL and here; flags are 0 or 1, times Unix seconds. */
export interface Schema extends RealmTables, AccountTables, ChannelTables, BotTables, MessageTables, UploadTables {}
