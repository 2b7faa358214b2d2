import { createRouterClient, onError } from '@orpc/server'
import { openAppliance } from '../appliance.ts'
import type { Control } from '../control/contract.ts'
import type { Owner } from '../control/owner.ts'
import { isOurFault } from '../control/refusal.ts'
import { controlRouter } from '../control/router.ts'
import { rehearseWith } from '../rehearse.ts'
import { version } from '../version.ts'
import type { Environment } from './environment.ts'

/** The contract answered in this process, on a folder that nobody serves. */
export async function openFolder(
  environment: Environment,
  folder: string,
  command: string,
): Promise<{ control: Control; close(): Promise<void> }> {
  const appliance = await openAppliance({ ...environment, folder, command })
  appliance.features.backups.rehearse = rehearseWith(appliance.options)
  const owner: Owner = { version, appliance, server: undefined }
  const note = (error: unknown): void => {
    if (isOurFault(error)) appliance.log.error({ err: error }, 'A call of the owner failed')
  }
  const control = createRouterClient(controlRouter, { context: owner, interceptors: [onError(note)] })
  return { control, close: () => appliance.close() }
}
