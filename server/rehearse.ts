import { type ApplianceOptions, openAppliance } from './appliance.ts'
import type { Rehearse } from './backups/drill.ts'
import { readAsOwner } from './read-as-owner.ts'

/** A server on a copy of the data, which signs in as an owner does and reads the newest message they can see. */
export const rehearseWith =
  (options: ApplianceOptions): Rehearse =>
  async (folder) => {
    const appliance = await openAppliance({ web: options.web, folder, command: 'a restore drill', hasRateLimits: true })
    try {
      return await readAsOwner(appliance)
    } finally {
      await appliance.close()
    }
  }
