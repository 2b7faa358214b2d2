import type { Database } from '../database/connection.ts'
import type { EventBus } from '../realtime/bus.ts'
import { refreshFullMembers } from './full-members.ts'
import { deleteExpiredSessions } from './sign-in/sessions.ts'

const hour = 60 * 60 * 1000

interface UpkeepOptions {
  readonly database: Database
  readonly bus: EventBus
  /** Told when it did not work; it tries again an hour later. */
  readonly warn: (error: unknown, sentence: string) => void
}

/** Does by the hour what only time brings: sessions end, new members become full members. @returns how to stop it */
export function keepAccounts({ database, bus, warn }: UpkeepOptions): () => void {
  const run = () =>
    database
      .inTransaction(async (trx) => {
        await deleteExpiredSessions(trx)
        await refreshFullMembers(trx)
      })
      .catch((error: unknown) => warn(error, 'Sessions and new members could not be looked after'))
  bus.subscribe((emissions) => {
    if (
      emissions.some(
        ({ event }) => event.type === 'realm' && 'property' in event && event.property === 'waiting_period_threshold',
      )
    ) {
      void run()
    }
  })
  const timer = setInterval(run, hour)
  timer.unref()
  return () => clearInterval(timer)
}
