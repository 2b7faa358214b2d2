/** What the command line's exit codes mean. Scripts rely on them: add, never change. */
export const ExitCode = {
  done: 0,
  /** Something went wrong in Landline itself. */
  failed: 1,
  /** The command line makes no sense. */
  usage: 2,
  /** Landline understood, and refused: an organization exists, a password is weak, nobody has that address. */
  refused: 3,
  /** Landline cannot start, or the data folder cannot be used. */
  cannotStart: 4,
  /** Nothing runs that could do this. */
  notRunning: 5,
} as const
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

export const exitCodeHelp = `
Exit codes:
  0  done
  1  something went wrong in Landline itself; its log has the details
  2  the command line makes no sense
  3  Landline refused, and said why
  4  Landline cannot start, or the data folder cannot be used
  5  Landline is not running`
