import { useState } from 'react'
import { applyTheme, chosenTheme, SelectField, Switch, type Theme } from '../../../ui/index.ts'
import { reporting } from '../../actions/report.ts'
import { changeSettings } from '../../api/people.ts'
import type { UserSettings } from '../../api/types.ts'
import { store, useChat } from '../../state/store.ts'

/** How the client looks and behaves. Each choice takes effect at once. */
export function PreferenceSettings() {
  return (
    <>
      <Look />
      {groups.map(({ title, switches }) => (
        <section key={title} className="form-section">
          <h3>{title}</h3>
          {switches.map((one) => (
            <SettingSwitch key={one.label} {...one} />
          ))}
        </section>
      ))}
    </>
  )
}

function Look() {
  const clock24 = useChat(({ settings }) => settings.twenty_four_hour_time)
  const [theme, setTheme] = useState<Theme>(chosenTheme)
  const chooseTheme = (chosen: Theme) => {
    setTheme(chosen)
    applyTheme(chosen)
  }
  return (
    <section className="form-section">
      <h3>Look</h3>
      <SelectField
        label="Theme"
        hint="On this device"
        value={theme}
        onChange={(event) => chooseTheme(event.target.value as Theme)}
      >
        <option value="auto">As the system</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </SelectField>
      <SelectField
        label="Time"
        value={String(clock24)}
        onChange={(event) =>
          change({ twenty_four_hour_time: event.target.value === 'null' ? null : event.target.value === 'true' })
        }
      >
        <option value="null">As in your language</option>
        <option value="true">17:00</option>
        <option value="false">5:00 PM</option>
      </SelectField>
    </section>
  )
}

type SwitchName = { [Name in keyof UserSettings]: UserSettings[Name] extends boolean ? Name : never }[keyof UserSettings]

interface SettingFacts {
  label: string
  hint?: string
  /** The settings that it turns on and off together. */
  names: SwitchName[]
}

const groups: { title: string; switches: SettingFacts[] }[] = [
  {
    title: 'Writing',
    switches: [
      { label: 'Enter sends', hint: 'Otherwise Ctrl+Enter sends, and Enter starts a new line.', names: ['enter_sends'] },
      { label: 'Turn :) into emoji', names: ['translate_emoticons'] },
    ],
  },
  {
    title: 'Notifications',
    switches: [
      { label: 'Direct messages and mentions', names: ['enable_desktop_notifications'] },
      { label: 'All messages in your channels', names: ['enable_stream_desktop_notifications'] },
    ],
  },
  {
    title: 'What others see',
    switches: [
      { label: 'When you are here', names: ['presence_enabled'] },
      { label: 'What you have read', names: ['send_read_receipts'] },
      { label: 'When you are writing', names: ['send_private_typing_notifications', 'send_stream_typing_notifications'] },
    ],
  },
]

function SettingSwitch({ label, hint, names }: SettingFacts) {
  const on = useChat(({ settings }) => names.every((name) => settings[name]))
  return (
    <Switch
      label={label}
      hint={hint}
      checked={on}
      onChange={(next) => change(Object.fromEntries(names.map((name) => [name, next])))}
    />
  )
}

/** Shown at once, and taken back if the server refuses. */
async function change(changed: Partial<UserSettings>): Promise<void> {
  const before = store.getState().settings
  store.setState({ settings: { ...before, ...changed } })
  if (!(await reporting(changeSettings(changed)))) store.setState({ settings: before })
}
