import { type Command, InvalidArgumentError, Option } from 'commander'
import { acceptances } from '../../uploads/check/outcome.ts'
import { allFileClasses } from '../../uploads/file-class.ts'
import { withBucketOptions } from '../bucket.ts'
import type { Add } from '../commands.ts'

const words = (text: string): string[] => text.split(',').map((word) => word.trim())

const accepted = (text: string): string[] => {
  const unknown = words(text).find((word) => !Object.hasOwn(acceptances, word))
  if (unknown === undefined) return words(text)
  throw new InvalidArgumentError(`There is no “${unknown}” to accept. There are ${Object.keys(acceptances).join(', ')}.`)
}

const classes = (text: string): string[] => {
  const unknown = words(text).find((word) => !(allFileClasses as string[]).includes(word))
  if (unknown !== undefined)
    throw new InvalidArgumentError(`There is no class ${unknown}. There are ${allFileClasses.join(', ')}.`)
  return words(text)
}

const atLeastOne = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It should be a whole number above 0.')
  return Number(text)
}

const units: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }

/** `500K`, `8M`: bytes a second. */
const bandwidth = (text: string): number => {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([KMG]?)$/i.exec(text) ?? []
  if (!number) throw new InvalidArgumentError('It should be a number of bytes a second, like 500K or 8M.')
  return Math.max(1, Math.round(Number(number) * units[unit!.toUpperCase()]!))
}

const target = (): Option => new Option('--to <place>', 'where to').choices(['s3', 'local']).makeOptionMandatory()

/** The commands about where files are kept. */
export function addStorageCommands(storage: Command, add: Add): void {
  const load = () => import('./commands.ts')
  const loadMove = () => import('./move.ts')
  withBucket(add(storage, 'check', 'try a bucket in 13 steps', async () => (await load()).checkCommand)).addOption(
    new Option('--to <place>', 'as for switch').choices(['s3']).hideHelp(),
  )
  withBucket(
    add(storage, 'switch', 'keep new files in a bucket, or here again', async () => (await load()).switchCommand).addOption(
      target(),
    ),
  ).addOption(new Option('--delivery <way>', 'how people get files from the bucket').choices(['proxy', 'redirect']))
  add(storage, 'move', 'move the files that are elsewhere, while people chat', async () => (await loadMove()).moveCommand)
    .addOption(target())
    .option('--classes <list>', 'only files of these classes, with commas', classes)
    .option('--parallel <number>', 'files at once', atLeastOne)
    .option('--bandwidth <rate>', 'bytes a second at the most, like 500K or 8M', bandwidth)
    .option('--dry-run', 'only say what would move')
    .option('--wait', 'until it has finished; the last line is the report')
  add(storage, 'status', 'say where files are', async () => (await load()).statusCommand)
  add(storage, 'pause', 'hold the move', async () => (await loadMove()).pauseCommand)
  add(storage, 'resume', 'go on with the move', async () => (await loadMove()).resumeCommand)
  add(storage, 'cancel', 'end the move; what has moved stays moved', async () => (await loadMove()).cancelCommand)
  add(storage, 'scrub', 'read files back and compare them', async () => (await load()).scrubCommand).option('--all', 'every file')
  add(storage, 'repair', 'bring broken files back from backups, the newest first', async () => (await load()).repairCommand)
  add(storage, 'remove-copies', 'remove what has moved from this computer', async () => (await load()).removeCopiesCommand)
  add(storage, 'policy', 'print what the key must be allowed', async () => (await load()).policyCommand)
    .option('--bucket <name>', 'the bucket (else the one in use)')
    .option('--avatars-bucket <name>', 'the bucket for pictures that everyone may see')
    .option('--prefix <text>', 'before every key')
}

function withBucket(command: Command): Command {
  return withBucketOptions(command)
    .option('--avatars-bucket <name>', 'another bucket for pictures that everyone may see')
    .option('--accept <list>', 'put up with what the checks find, by these words, with commas', accepted)
}
