import { Notification } from 'electron'
import type { ServerProcess } from './server-process.ts'

/** Shows each alarm once on this computer's screen when it begins; reminders can wait until somebody opens the settings. */
export function showAlarms(server: ServerProcess, openSettings: () => void): void {
  const startedAt = Math.floor(Date.now() / 1000) // as alarms count: one may begin within the second in which we start
  let shown = new Set<string>()
  server.on('alarms', (alarms) => {
    const begun = alarms.filter(({ id, since, isReminder }) => !isReminder && since >= startedAt && !shown.has(id))
    for (const { message, nextStep } of Notification.isSupported() ? begun : []) {
      const notification = new Notification({ title: 'Landline’s backups need you', body: `${message} ${nextStep}` })
      notification.on('click', openSettings)
      notification.show()
    }
    shown = new Set(alarms.map(({ id }) => id))
  })
}
