/** What is wrong, why, and what a person can do about it: one sentence each. Shown by the Status page and the terminal alike. */
export interface Problem {
  /** For programs; stays the same when the sentences change. */
  readonly code: ProblemCode
  readonly message: string
  readonly nextStep: string
}

export type ProblemCode =
  | 'DATA_FOLDER_UNUSABLE'
  | 'DATA_FOLDER_READ_ONLY'
  | 'DATA_FOLDER_FULL'
  | 'DATA_FOLDER_NOT_OURS'
  | 'DATA_FOLDER_IN_USE'
  | 'DATA_FOLDER_SYNCED'
  | 'DATA_FOLDER_ON_NETWORK'
  | 'DATA_FOLDER_NEARLY_FULL'
  | 'SETTINGS_INVALID'
  | 'PORT_UNUSABLE'
  | 'PORT_MOVED'
  | 'ADDRESS_UNUSABLE'
  | 'SECRETS_LOCKED'
  | 'RATE_LIMITS_OFF'
  | 'DATABASE_TOO_NEW'
  | 'DATABASE_DAMAGED'
  | 'CONTROL_SOCKET_UNUSABLE'
  | 'STORAGE_AWAY'
  | 'STORAGE_DAMAGED'
  | 'STORAGE_PUBLIC'
  | 'BACKUP_OLD'
  | 'BACKUP_FAILED'
  | 'BACKUP_NOT_TIDIED'
  | 'BACKUP_DRILL_FAILED'
  | 'BACKUP_DRILL_OLD'
  | 'BACKUP_PLACE_GONE'
  | 'BACKUP_DISK_LOW'
  | 'BACKUP_SCHEDULE_STALLED'
  | 'BACKUP_CLOCK_JUMPED'
  | 'BACKUP_JOURNAL_BEHIND'
  | 'BACKUP_KEY_UNPROVED'
  | 'ALARM_WEBHOOK_FAILED'
  | 'MOVED_AWAY'
  | 'RESTORE_UNFINISHED'
  | 'UNEXPECTED'

/** What went wrong in a way that the owner can mend: whole sentences, and all that they need to see. */
export class OwnersProblem<Code extends string> extends Error {
  /** For programs; stays the same when the sentences change. */
  readonly code: Code
  readonly nextStep: string

  constructor(code: Code, message: string, nextStep: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.nextStep = nextStep
  }
}

/** Why Landline cannot start. Nothing was changed or lost. */
export class StartProblem extends OwnersProblem<ProblemCode> implements Problem {
  override name = 'StartProblem'
}

export const isErrno = (error: unknown, ...codes: string[]): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code))
