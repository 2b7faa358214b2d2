import type { Command } from 'commander'
import type { Add } from './commands.ts'

const load = () => import('./move.ts')

/** The commands that move the chat to another computer. */
export function addMoveCommands(move: Command, add: Add): void {
  add(move, 'status', 'say where the chat is', async () => (await load()).statusCommand)
  add(
    move,
    'begin',
    'make the last backup and close here; until it is whole, nothing is lost by stopping',
    async () => (await load()).beginCommand,
  ).requiredOption('--to <place>', 'a folder, on a stick say, or the name of a backup destination')
  add(move, 'finish', 'say where the chat went', async () => (await load()).finishCommand).requiredOption(
    '--url <address>',
    'of the new computer, like http://192.168.1.20:5463',
  )
  add(move, 'undo', 'serve people here again', async () => (await load()).undoCommand)
}
