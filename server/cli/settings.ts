import { CommandRefused } from './failure.ts'
import type { Run } from './run.ts'
import { table } from './table.ts'
import { asOwner } from './with-control.ts'

export async function getCommand(run: Run): Promise<void> {
  const { values, shouldBe } = await asOwner(run, (control) => control.settings.get())
  const [name] = run.words
  const all: Record<string, unknown> = values
  if (name === undefined) {
    const rows = Object.entries(all).map(([key, value]) => [key, JSON.stringify(value), shouldBe[key] ?? ''])
    return run.output.answer(all, table(rows))
  }
  if (!Object.hasOwn(all, name)) {
    throw new CommandRefused('NO_SUCH_SETTING', `There is no setting “${name}”. There are ${Object.keys(all).join(', ')}.`)
  }
  run.output.answer({ [name]: all[name] }, JSON.stringify(all[name]))
}

export async function setCommand(run: Run): Promise<void> {
  const [name = '', text = ''] = run.words
  const { values, waitForRestart } = await asOwner(run, (control) => control.settings.set({ [name]: asValue(text) }))
  const when = waitForRestart.includes(name) ? ' from the next start on' : ''
  const value = (values as Record<string, unknown>)[name]
  run.output.answer({ [name]: value }, `${name} is ${JSON.stringify(value)}${when}.`)
}

/** `true`, `8080` and `null` are what they look like; anything else is text, quoted or not. */
function asValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
