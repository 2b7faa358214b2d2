/** What does it in a terminal, by the code of a problem. Its own sentences name no commands: the window shows them too, beside buttons. */
const commands: Readonly<Record<string, string>> = {
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
