import type { Invitation, RoleName } from '../control/contract.ts'
import { CommandRefused } from './failure.ts'
import { timeInWords } from './in-words.ts'
import type { Run } from './run.ts'
import { table } from './table.ts'
import { asOwner } from './with-control.ts'

const asJson = ({ id, link, email, role, expiresAt }: Invitation) => ({ id, link, email, role, expires_at: expiresAt })

const until = ({ expiresAt }: Invitation): string => (expiresAt === null ? 'for ever' : `until ${timeInWords(expiresAt)}`)

export async function createCommand(run: Run<{ email?: string; role: RoleName; days: number }>): Promise<void> {
  const { email = null, role, days } = run.options
  const invitation = await asOwner(run, (control) => control.invitations.create({ email, role, daysValid: days }))
  run.output.answer(
    asJson(invitation),
    `${invitation.link}\nFor ${email ?? 'whoever has the link'}, as ${role}, ${until(invitation)}.`,
  )
}

export async function listCommand(run: Run): Promise<void> {
  const open = await asOwner(run, (control) => control.invitations.list())
  const rows = open.map((one) => [String(one.id), one.link, one.email ?? 'anybody', one.role, until(one)])
  run.output.answer({ invitations: open.map(asJson) }, open.length > 0 ? table(rows) : 'No invitation is open.')
}

export async function revokeCommand(run: Run): Promise<void> {
  const id = Number(run.words[0])
  if (!Number.isInteger(id))
    throw new CommandRefused('NO_SUCH_INVITATION', 'An invitation is named by its number, as “landline invite list” shows it.')
  await asOwner(run, (control) => control.invitations.revoke({ id }))
  run.output.answer({ id }, 'That link lets nobody in any more.')
}
