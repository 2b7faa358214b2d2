/** What does it in a terminal, by the code of a problem or an alarm. Its own sentences name no commands: the window shows them too, beside buttons. */
const commands: Readonly<Record<string, string>> = {
  ALARM_WEBHOOK_FAILED: '“landline alarm webhook set --url-file FILE”, “landline alarm webhook try”',
  BACKUP_CLOCK_JUMPED: '“landline backup list”',
  BACKUP_DISK_LOW: '“landline backup schedule --hourly NUMBER --daily NUMBER”, “landline backup prune”',
  BACKUP_DRILL_FAILED: '“landline backup create”, “landline backup drill”',
  BACKUP_DRILL_OLD: '“landline backup drill”',
  BACKUP_FAILED: '“landline backup create”',
  BACKUP_JOURNAL_BEHIND: '“landline backup create”',
  BACKUP_KEY_UNPROVED: '“landline backup key prove --file FILE”',
  BACKUP_NOT_TIDIED: '“landline backup prune --destination NAME”',
  BACKUP_OLD: '“landline backup create”',
  BACKUP_PLACE_GONE: '“landline backup status”, “landline backup destination remove NAME”',
  BACKUP_SCHEDULE_STALLED: '“landline backup create”',
  KEY_EXISTS: '“landline backup key add”, “landline backup key remove”',
  KEY_LOST: '“landline backup key prove --file FILE”',
  KEY_NEEDED: '--key-file FILE',
  KEY_UNKNOWN: '“landline backup status”, “landline backup key add”',
  MOVE_DONE: '“landline move undo”',
  MOVE_NOT_BEGUN: '“landline move begin --to FOLDER”',
  MOVED_AWAY: '“landline move finish --url ADDRESS”, “landline move undo”',
  SNAPSHOT_DAMAGED: '“landline backup list”, “landline backup verify”',
  SNAPSHOT_UNKNOWN: '“landline backup list”',
}

/** The next step as somebody at a terminal needs it. */
export function inTerminal({ code, nextStep }: { readonly code: string; readonly nextStep: string }): string {
  const command = commands[code]
  return command ? `${nextStep} (${command})` : nextStep
}
