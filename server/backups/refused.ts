/** What somebody asked of a backup cannot be, or went wrong in a way they can mend. Whole sentences, for the owner. */
export class BackupRefused extends Error {
  /** For programs; stays the same when the sentences change. */
  readonly code: BackupProblemCode
  readonly nextStep: string

  constructor(code: BackupProblemCode, message: string, nextStep: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'BackupRefused'
    this.code = code
    this.nextStep = nextStep
  }
}

export type BackupProblemCode =
  | 'REPOSITORY_MISSING'
  | 'REPOSITORY_DAMAGED'
  | 'REPOSITORY_NEWER'
  | 'REPOSITORY_OF_ANOTHER'
  | 'REPOSITORY_LOCKED'
  | 'KEY_NEEDED'
  | 'KEY_WRONG'
  | 'KEY_FILE'
  | 'KEY_EXISTS'
  | 'KEY_UNKNOWN'
  | 'SNAPSHOT_UNKNOWN'
  | 'SNAPSHOT_NEWER'
  | 'SNAPSHOT_DAMAGED'
  | 'TARGET_NOT_EMPTY'
  | 'TARGET_UNUSABLE'
  | 'DESTINATION_UNKNOWN'
  | 'DESTINATION_EXISTS'
  | 'DESTINATION_UNUSABLE'
  | 'DISK_FULL'
  | 'BACKUP_UNDER_WAY'
  | 'SCHEDULE_INVALID'
  | 'NOTHING_TO_BACK_UP'
  | 'RESTORE_UNDER_WAY'
  | 'RESTORE_TOO_FAR'
  | 'SAFETY_SNAPSHOT_FAILED'
  | 'NOT_IN_SNAPSHOT'
  | 'MOVE_DONE'
  | 'MOVE_UNDER_WAY'
  | 'MOVE_NOT_BEGUN'
  | 'MOVE_ADDRESS'
  | 'WEBHOOK_INVALID'
  | 'WEBHOOK_FAILED'
  | 'WEBHOOK_NONE'
