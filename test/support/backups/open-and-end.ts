/* Opens a data folder in which a restore waits, and is killed by the system at the `n`th change of names: node open-and-end.ts FOLDER n */
import { openAppliance } from '../../../server/appliance.ts'
import { realDisk, type SwapDisk } from '../../../server/backups/restore/swap.ts'

const [folder = '', n = '0'] = process.argv.slice(2)
let changes = 0

function cut<A extends unknown[]>(work: (...given: A) => Promise<void>): (...given: A) => Promise<void> {
  return async (...given) => {
    if (++changes === Number(n)) process.kill(process.pid, 'SIGKILL')
    await work(...given)
  }
}

const disk: SwapDisk = {
  exists: realDisk.exists,
  rename: cut(realDisk.rename),
  makeFolder: cut(realDisk.makeFolder),
  syncFolder: cut(realDisk.syncFolder),
}
const web = { chat: '/nowhere', settings: '/nowhere' }
const appliance = await openAppliance({ folder, command: 'a test', web, disk })
await appliance.close()
process.stdout.write(`${changes}`)
