import type { Webhook } from '../control/contract.ts'
import { inTerminal } from './in-terminal.ts'
import { timeInWords } from './in-words.ts'
import type { Run } from './run.ts'
import { readSecret } from './secret-file.ts'
import { asOwner } from './with-control.ts'

export async function listCommand(run: Run): Promise<void> {
  const alarms = await asOwner(run, (control) => control.alarms.list())
  const answers = alarms.map(({ nextStep: _, isReminder, ...rest }, index) => ({
    ...rest,
    next_step: inTerminal(alarms[index]!),
    reminder: isReminder,
  }))
  const lines = alarms.map((one) => `${timeInWords(one.since)}  ${one.message}\n  ${inTerminal(one)}`)
  run.output.answer(answers, lines.join('\n') || 'There is nothing to worry about.')
}

export async function webhookCommand(run: Run): Promise<void> {
  answer(run, await asOwner(run, (control) => control.alarms.webhook()))
}

/** The address is read from a file or a pipe: whoever knows it may write there, and command lines are seen by others. */
export async function setWebhookCommand(run: Run<{ urlFile: string }>): Promise<void> {
  const url = await readSecret(run.options.urlFile, 'address')
  answer(run, await asOwner(run, (control) => control.alarms.setWebhook({ url })))
}

export async function removeWebhookCommand(run: Run): Promise<void> {
  answer(run, await asOwner(run, (control) => control.alarms.setWebhook({ url: null })))
}

export async function tryWebhookCommand(run: Run): Promise<void> {
  const webhook = await asOwner(run, (control) => control.alarms.tryWebhook())
  answer(run, webhook, `${webhook.where} took a test.`)
}

function answer(run: Run, webhook: Webhook | null, text = inWords(webhook)): void {
  run.output.answer(webhook && { where: webhook.where, delivered_at: webhook.deliveredAt, failure: webhook.failure }, text)
}

function inWords(webhook: Webhook | null): string {
  if (!webhook) return 'Alarms go to the owners alone.'
  const { where, deliveredAt, failure } = webhook
  const last = deliveredAt === null ? 'It took none yet.' : `It took the last one on ${timeInWords(deliveredAt)}.`
  return `Alarms go to ${where}, too. ${last}${failure ? `\n${failure.message} (${timeInWords(failure.at)})` : ''}`
}
