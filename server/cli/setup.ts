import type { Run } from './run.ts'
import { readSecret } from './secret-file.ts'
import { asCredentials } from './user.ts'
import { withControl } from './with-control.ts'

interface SetupOptions {
  readonly organization: string
  readonly ownerEmail: string
  readonly ownerName: string
  readonly passwordFile: string
}

export async function setupCommand({ options, environment, output, command }: Run<SetupOptions>): Promise<void> {
  const { organization, ownerEmail, ownerName, passwordFile } = options
  const password = await readSecret(passwordFile, 'password')
  const owner = await withControl({ environment, data: options.data, command, mayBeNew: true }, (control) =>
    control.organization.setUp({ organization, ownerEmail, ownerName, password }),
  )
  output.answer(
    asCredentials(owner),
    `${organization} is there, and ${ownerName} is its owner.\nAPI key (shown this once): ${owner.apiKey}`,
  )
}
