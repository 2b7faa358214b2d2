import { z } from 'zod'
import { type SettingName, settingsTable } from '../../config/settings.ts'
import { call } from './call.ts'

type Table = typeof settingsTable
const shape = Object.fromEntries(Object.entries(settingsTable).map(([name, { schema }]) => [name, schema])) as {
  [K in SettingName]: Table[K]['schema']
}

export const Settings = z.object(shape)

const Explained = z.object({
  values: Settings,
  /** Settings whose new value counts from the next start on. */
  waitForRestart: z.array(z.string()),
  /** What each may be: ends the sentence “should be …”. */
  shouldBe: z.record(z.string(), z.string()),
})

export const settings = {
  get: call.output(Explained),
  /** Changes some; resolves once they are on disk. Values are checked one by one, to be refused by name. */
  set: call.input(z.record(z.string(), z.unknown())).output(Explained),
}
