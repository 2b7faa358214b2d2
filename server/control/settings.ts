import { isSettingName } from '../config/read-settings.ts'
import { type Settings, settingNames, settingsTable } from '../config/settings.ts'
import { answer } from './answer.ts'
import { settings } from './contract/settings.ts'
import type { OwnersAppliance } from './owner.ts'
import { refused } from './refusal.ts'

/** Read when the server starts to listen, not again. */
const countsFromNextStart = ['port', 'openToNetwork', 'host', 'tls', 'secretStore', 'keychainName']

const shouldBe = Object.fromEntries(settingNames.map((name) => [name, settingsTable[name].shouldBe]))

export const settingsCalls = answer(settings, {
  get: ({ owner }) => explained(owner.appliance),
  set({ input, owner }) {
    for (const name of Object.keys(input)) {
      if (!isSettingName(name))
        throw refused(`There is no setting “${name}”. There are ${settingNames.join(', ')}.`, 'NO_SUCH_SETTING')
    }
    owner.appliance.settings.change(input as Partial<Settings>)
    return explained(owner.appliance)
  },
})

const explained = ({ settings: file }: OwnersAppliance) => ({
  values: file.get(),
  waitForRestart: countsFromNextStart,
  shouldBe,
})
