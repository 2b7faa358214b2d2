import type { Command } from 'commander'
import type { Add } from './commands.ts'

const load = () => import('./alarm.ts')

/** The commands about alarms, and who hears of them besides the owners. */
export function addAlarmCommands(alarm: Command, add: Add): void {
  add(alarm, 'list', 'what is wrong with backups now, the oldest first', async () => (await load()).listCommand)
  const webhook = alarm
    .command('webhook')
    .description('a web address that is told of alarms: of a chat, or of a service that rings')
  add(webhook, 'show', 'say which, and whether it took the last one', async () => (await load()).webhookCommand)
  add(webhook, 'set', 'tell this one from now on', async () => (await load()).setWebhookCommand).requiredOption(
    '--url-file <file>',
    'a file that holds the address, which is a secret; - reads it from a pipe',
  )
  add(webhook, 'remove', 'tell the owners alone', async () => (await load()).removeWebhookCommand)
  add(webhook, 'try', 'send an alarm that is none', async () => (await load()).tryWebhookCommand)
}
