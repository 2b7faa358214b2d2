import { rmSync, writeFileSync } from 'node:fs'
import { keyInText } from '../../backups/keys/recovery-key.ts'
import { CommandRefused } from '../failure.ts'
import type { Run } from '../run.ts'
import { readSecret } from '../secret-file.ts'
import { asOwner } from '../with-control.ts'

export const createCommand = (run: Run<{ out: string }>): Promise<void> => makeKey(run, false)
export const addCommand = (run: Run<{ out: string }>): Promise<void> => makeKey(run, true)

async function makeKey(run: Run<{ out: string }>, another: boolean): Promise<void> {
  const { out } = run.options
  const { id, file } = await asOwner(run, async (control) => {
    beginFile(out) // before there is a key that nobody could keep
    try {
      const made = await control.backups.createKey({ another })
      writeFileSync(out, made.file, { mode: 0o600, flush: true })
      return made
    } catch (error) {
      rmSync(out, { force: true })
      throw error
    }
  })
  run.output.answer(
    { id, file: out },
    `The recovery key is in ${out}. Write it down or print it, keep it away from this computer, and prove it once:\n  landline backup key prove --file ${out}\n\n${file}`,
  )
}

function beginFile(out: string): void {
  try {
    writeFileSync(out, '', { flag: 'wx', mode: 0o600 })
  } catch (error) {
    throw new CommandRefused(
      'KEY_FILE',
      `The key cannot be written to ${out}: ${(error as Error).message}.`,
      'Name a file that does not exist yet, in a folder you may write to. No key was made.',
    )
  }
}

export async function proveCommand(run: Run<{ file: string }>): Promise<void> {
  const key = keyInText(await readSecret(run.options.file, 'recovery key'))
  const proved = await asOwner(run, (control) => control.backups.proveKey({ key }))
  run.output.answer(
    { id: proved.id, proved: true, proved_at: proved.provedAt },
    `This is recovery key ${proved.id}. It opens your backups.`,
  )
}

export async function removeCommand(run: Run): Promise<void> {
  const [id = ''] = run.words
  await asOwner(run, (control) => control.backups.removeKey({ id }))
  run.output.answer(
    { removed: id },
    `Recovery key ${id} is removed from every place that is there, and from the others at their next backup. A copy of the old files can still be opened with it.`,
  )
}
