/* `npm run landline -- …`: the command line, built first where its sources have changed. */
import { buildOrExit } from './build-or-exit.ts'
import { runBuiltServer } from './built.ts'

const args = process.argv.slice(2)
const needed = args[0] === 'serve' ? ['server', 'chat', 'settings'] : ['server']

await buildOrExit(needed)
await runBuiltServer(args)
