import { useState } from 'react'
import { applyTheme, chosenTheme, SelectField, Switch, type Theme } from '../../../ui/index.ts'
import { reporting } from '../../actions/report.ts'
import { changeSettings } from '../../api/people.ts'
import type { UserSettings } from '../../api/types.ts'
import { store, useChat } from '../../state/store.ts'

/** How the client looks and behaves. Each choice takes effect at once. */
export function PreferenceSettings() {
  const settings = useChat((state) => state.settings)
  const [theme, setTheme] = useState<Theme>(chosenTheme)
  const set = (change: Partial<UserSettings>) => {
    const before = store.getState().settings
    store.setState({ settings: { ...before, ...change } })
    void reporting(changeSettings(change)).then((done) => done || store.setState({ settings: before }))
  }
  return (
    <>
      <section className="form-section">
        <h3>Look</h3>
        <SelectField
          label="Theme"
          hint="On this device"
          value={theme}
          onChange={(event) => {
            const chosen = event.target.value as Theme
            setTheme(chosen)
            applyTheme(chosen)
          }}
        >
          <option value="auto">As the system</option>
          <option value="light">Light</option>
          <option value="dark">Dark</option>
        </SelectField>
        <SelectField
          label="Time"
          value={String(settings.twenty_four_hour_time)}
          onChange={(event) =>
            set({ twenty_four_hour_time: event.target.value === 'null' ? null : event.target.value === 'true' })
          }
        >
          <option value="null">As in your language</option>
          <option value="true">17:00</option>
          <option value="false">5:00 PM</option>
        </SelectField>
      </section>
      <section className="form-section">
        <h3>Writing</h3>
        <Switch
          label="Enter sends"
          hint="Otherwise Ctrl+Enter sends, and Enter starts a new line."
          checked={settings.enter_sends}
          onChange={(enter_sends) => set({ enter_sends })}
        />
        <Switch
          label="Turn :) into emoji"
          checked={settings.translate_emoticons}
          onChange={(translate_emoticons) => set({ translate_emoticons })}
        />
      </section>
      <section className="form-section">
        <h3>Notifications</h3>
        <Switch
          label="Direct messages and mentions"
          checked={settings.enable_desktop_notifications}
          onChange={(enable_desktop_notifications) => set({ enable_desktop_notifications })}
        />
        <Switch
          label="All messages in your channels"
          checked={settings.enable_stream_desktop_notifications}
          onChange={(enable_stream_desktop_notifications) => set({ enable_stream_desktop_notifications })}
        />
      </section>
      <section className="form-section">
        <h3>What others see</h3>
        <Switch
          label="When you are here"
          checked={settings.presence_enabled}
          onChange={(presence_enabled) => set({ presence_enabled })}
        />
        <Switch
          label="What you have read"
          checked={settings.send_read_receipts}
          onChange={(send_read_receipts) => set({ send_read_receipts })}
        />
        <Switch
          label="When you are writing"
          checked={settings.send_private_typing_notifications && settings.send_stream_typing_notifications}
          onChange={(on) => set({ send_private_typing_notifications: on, send_stream_typing_notifications: on })}
        />
      </section>
    </>
  )
}
