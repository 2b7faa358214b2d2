import { type Command, InvalidArgumentError, Option } from 'commander'
import { presets } from '../../backups/schedule/presets.ts'
import { withBucketOptions } from '../bucket.ts'
import type { Add } from '../commands.ts'
import { backupHelp, createHelp, drillHelp, flawHelp } from './help.ts'

const count = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It should be a whole number.')
  return Number(text)
}

const loadBackup = () => import('./commands.ts')
const loadKey = () => import('./keys.ts')
const loadBare = () => import('./snapshots.ts')
const loadRestore = () => import('./restore.ts')

const whichOne = 'its id, the beginning of it, or “latest”'

/** The commands about backups. */
export function addBackupCommands(backup: Command, add: Add): void {
  backup.addHelpText('after', backupHelp)
  const destination = ['--destination <name>', 'which place (else the data folder’s own)'] as const
  add(backup, 'status', 'say how backups are', async () => (await loadBackup()).statusCommand)
  add(backup, 'create', 'back up now, and read it back', async () => (await loadBackup()).createCommand)
    .option('--destination <name>', 'to this place only')
    .addHelpText('after', createHelp)
  withRepository(add(backup, 'list', 'snapshots, the newest first', async () => (await loadBare()).listCommand)).option(
    ...destination,
  )
  withRepository(
    add(backup, 'show <snapshot>', `say what is in a snapshot: ${whichOne}`, async () => (await loadBare()).showCommand),
  ).option(...destination)
  withRepository(add(backup, 'verify', 'read everything back', async () => (await loadBare()).verifyCommand))
    .option(...destination)
    .addHelpText('after', flawHelp)
  add(backup, 'drill', 'restore the newest snapshot for nobody, and use it', async () => (await loadBackup()).drillCommand)
    .option(...destination)
    .addHelpText('after', drillHelp)
  withRepository(
    add(backup, 'restore', 'bring back a snapshot, or a part of it', async () => (await loadRestore()).restoreCommand),
  )
    .option(...destination)
    .option('--snapshot <id>', 'which one, as it was taken; “latest” goes on to the newest change', 'latest')
    .option('--at <time>', 'everything as it was at a moment, like 2026-11-23T14:30 (local time) or with a Z')
    .option('--to <folder>', 'make a new data folder of it: an empty one, or one that is not there yet')
    .option('--everything', 'put it in the place of what is here, which is backed up first and kept for a week')
    .option('--with-network-settings', 'with --everything: take the port and addresses from it, too')
    .option('--even-without-safety-snapshot', 'with --everything: where what is here cannot be read any more')
    .option('--files', 'only files that are missing or damaged here')
    .option('--channel <name>', 'only this channel')
    .option('--message <id>', 'only this message, with the history of its edits', count)
  withRepository(
    add(
      backup,
      'export <snapshot>',
      `write a snapshot as plain files: ${whichOne}`,
      async () => (await loadBare()).exportCommand,
    ),
  )
    .option(...destination)
    .requiredOption('--to <folder>', 'empty, or not there yet')
  add(backup, 'prune', 'remove what need not be kept', async () => (await loadBackup()).pruneCommand)
    .option(...destination)
    .option('--dry-run', 'only say what would go')
  add(backup, 'schedule', 'say or change when, and how much is kept', async () => (await loadBackup()).scheduleCommand)
    .addOption(new Option('--every <time>', 'what most people choose').choices(presets.map(({ name }) => name)).conflicts('cron'))
    .option('--cron <text>', 'minute, hour, day, month, day of the week, e.g. "0 2 * * *"; "off" for none')
    .option('--hourly <number>', 'snapshots to keep, the newest of each hour', count)
    .option('--daily <number>', 'likewise of each day', count)
    .option('--weekly <number>', 'of each week', count)
    .option('--monthly <number>', 'of each month', count)
    .option('--files-in-buckets <way>', '“copy” files that are in a bucket into backups, or only “list” them')
  addKeyCommands(backup.command('key').description('recovery keys, without which nobody opens a sealed backup'), add)
  addDestinationCommands(backup.command('destination').description('where backups go, besides the data folder'), add)
}

function addKeyCommands(key: Command, add: Add): void {
  const out = ['--out <file>', 'a new file for it'] as const
  const load = loadKey
  add(
    key,
    'create',
    'make the first recovery key; from then on backups are sealed',
    async () => (await load()).createCommand,
  ).requiredOption(...out)
  add(key, 'add', 'make another one', async () => (await load()).addCommand).requiredOption(...out)
  add(key, 'prove', 'show that you have it', async () => (await load()).proveCommand).requiredOption(
    '--file <file>',
    'a file that holds it; - reads it from a pipe',
  )
  add(key, 'remove <id>', 'let a lost one open nothing that comes', async () => (await load()).removeCommand)
}

function addDestinationCommands(destination: Command, add: Add): void {
  const added = add(destination, 'add', 'back up to this place too', async () => (await loadBackup()).addDestinationCommand)
    .requiredOption('--name <name>', 'what you call it')
    .option('--folder <path>', 'a folder: on another disk, a stick, a NAS')
  withBucket(added)
  add(destination, 'list', 'the places', async () => (await loadBackup()).statusCommand)
  add(
    destination,
    'remove <name>',
    'back up there no more; what is there stays',
    async () => (await loadBackup()).removeDestinationCommand,
  )
}

function withRepository(command: Command): Command {
  command.option('--repository <path>', 'a folder with backups; needs no server and no data folder')
  command.option('--key-file <file>', 'a file that holds the recovery key; - reads it from a pipe')
  return withBucket(command)
}

const withBucket = (command: Command): Command => withBucketOptions(command.option('--s3', 'a bucket'))
