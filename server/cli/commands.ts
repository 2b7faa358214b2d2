import { Command, InvalidArgumentError, Option } from 'commander'
import { version } from '../version.ts'
import { addAlarmCommands } from './alarm-options.ts'
import { addBackupCommands } from './backups/options.ts'
import { exitCodeHelp } from './exit-codes.ts'
import { addMoveCommands } from './move-options.ts'
import type { CommandAction, CommonOptions } from './run.ts'
import { addStorageCommands } from './storage/options.ts'

// biome-ignore lint/suspicious/noExplicitAny: commander makes the options; each command says what it declared
type Action = CommandAction<any>
/** Loaded when called: `--help` must not wait for a database. */
type Load = () => Promise<Action>
type Call = (command: string, load: Load, options: CommonOptions, words: readonly string[]) => Promise<void>

const roles = ['owner', 'admin', 'moderator', 'member', 'guest']
const roleOption = (): Option => new Option('--role <role>', 'what they may do').choices(roles).default('member')
const passwordOption = (): Option =>
  new Option('--password-file <file>', 'a file that holds the password; - reads it from a pipe').makeOptionMandatory()

/** Every command with its options, and `call` for whichever is chosen. */
export function commands(call: Call): Command {
  const program = new Command('landline').exitOverride().version(version).showHelpAfterError('(--help says more)')
  program.description('Team chat on this computer. Commands reach the running server, or else the data folder itself.')
  program.addHelpText('after', exitCodeHelp)
  const add = (parent: Command, usage: string, description: string, load: Load): Command => {
    const command = parent.command(usage).description(description)
    return command
      .option('--data <folder>', 'the data folder (else LANDLINE_DATA, else the usual place of this system)')
      .option('--json', 'answer in JSON')
      .action(() => call(nameOf(command), load, command.opts(), command.args))
  }

  add(program, 'serve', 'run the server until it is told to stop', async () => (await import('./serve.ts')).serveCommand)
    .option('--host <address>', 'listen on this address only')
    .option('--port <number>', 'listen on this port; 0 takes any that is free', portNumber)
    .addOption(new Option('--tls <mode>', 'how connections are encrypted').choices(['off']))
  add(program, 'setup', 'make the organization and its owner', async () => (await import('./setup.ts')).setupCommand)
    .requiredOption('--organization <name>', 'what people call it')
    .requiredOption('--owner-email <address>', 'what the owner signs in with')
    .requiredOption('--owner-name <name>', 'the owner’s full name')
    .addOption(passwordOption())
  add(program, 'status', 'say how Landline is', async () => (await import('./server.ts')).statusCommand)
  add(program, 'stop', 'stop the running server', async () => (await import('./server.ts')).stopCommand)
  add(program, 'restart', 'restart the running server', async () => (await import('./server.ts')).restartCommand)
  addUserCommands(program.command('user').description('people and their keys'), add)
  addInvitationCommands(program.command('invite').description('invitation links'), add)

  addStorageCommands(program.command('storage').description('where files are kept'), add)

  addBackupCommands(program.command('backup').description('backups, and what comes back from them'), add)

  addAlarmCommands(program.command('alarm').description('what the watch over the backups finds'), add)

  addMoveCommands(program.command('move').description('to another computer, with everything'), add)

  const settings = program.command('settings').description('what landline.json holds')
  add(settings, 'get [name]', 'show all settings, or one', async () => (await import('./settings.ts')).getCommand)
  add(settings, 'set <name> <value>', 'change one', async () => (await import('./settings.ts')).setCommand)
  return program
}

export type Add = (parent: Command, usage: string, description: string, load: Load) => Command

function addUserCommands(user: Command, add: Add): void {
  const email = '--email <address>'
  add(user, 'list', 'everyone who has an account', async () => (await import('./user.ts')).listCommand)
  add(user, 'create', 'make an account and a key', async () => (await import('./user.ts')).createCommand)
    .requiredOption(email, 'what they sign in with')
    .requiredOption('--name <name>', 'their full name')
    .addOption(roleOption())
    .addOption(passwordOption())
  add(user, 'api-key', 'make another key for somebody', async () => (await import('./user.ts')).apiKeyCommand)
    .requiredOption(email, 'whose')
    .option('--label <text>', 'what it is for')
  add(user, 'role', 'change what somebody may do', async () => (await import('./user.ts')).roleCommand)
    .requiredOption(email, 'who')
    .addOption(roleOption().makeOptionMandatory().default(undefined))
  add(
    user,
    'deactivate',
    'end somebody’s access at once',
    async () => (await import('./user.ts')).deactivateCommand,
  ).requiredOption(email, 'whose')
  add(user, 'reactivate', 'let somebody back in', async () => (await import('./user.ts')).reactivateCommand).requiredOption(
    email,
    'who',
  )
}

function addInvitationCommands(invite: Command, add: Add): void {
  add(invite, 'create', 'make a link to join with', async () => (await import('./invite.ts')).createCommand)
    .option('--email <address>', 'for this person only; else whoever has the link may use it')
    .addOption(roleOption())
    .option('--days <number>', 'how long it is valid', days, 10)
  add(invite, 'list', 'links that can still be used', async () => (await import('./invite.ts')).listCommand)
  add(invite, 'revoke <id>', 'take a link back', async () => (await import('./invite.ts')).revokeCommand)
}

const nameOf = (command: Command): string => (command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name())

function portNumber(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65535) throw new InvalidArgumentError('It should be a whole number from 0 to 65535.')
  return port
}

function days(text: string): number {
  const number = Number(text)
  if (!(number > 0)) throw new InvalidArgumentError('It should be a number above 0.')
  return number
}
