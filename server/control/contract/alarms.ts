import { z } from 'zod'
import { call, Problem, Time } from './call.ts'

export const Alarm = Problem.extend({
  /** The same for as long as it lasts, whatever its words: the code, and the destination where it is about one. */
  id: z.string(),
  since: Time,
  /** Nothing is wrong yet. */
  isReminder: z.boolean(),
})
export type Alarm = z.infer<typeof Alarm>

export const Webhook = z.object({
  /** Without what comes after the host: in many services that is a secret. */
  where: z.string(),
  deliveredAt: Time.nullable(),
  /** The last try failed. It is tried again, ever more rarely. */
  failure: z.object({ at: Time, message: z.string() }).nullable(),
})
export type Webhook = z.infer<typeof Webhook>

export const alarms = {
  /** What the watcher over backups has to say, the oldest first. All of it is among the problems of the status, too. */
  list: call.output(z.array(Alarm)),
  /** Null where nobody is called. */
  webhook: call.output(Webhook.nullable()),
  /** Where every alarm is sent to, too, as JSON; null ends that. Refused WEBHOOK_INVALID. */
  setWebhook: call.input(z.object({ url: z.string().nullable() })).output(Webhook.nullable()),
  /** Sends an alarm that is none. Refused WEBHOOK_FAILED with what the other side said. */
  tryWebhook: call.output(Webhook),
}
