import { useEffect, useState } from 'react'
import { useWork } from '../../line/use-work.ts'
import { Switch } from '../../ui/index.ts'
import { Card } from '../card.tsx'
import type { DesktopBridge, DesktopPreferences } from '../desktop-bridge.ts'

/** What the desktop app does for the server on this computer. */
export function ThisComputerCard({ bridge }: { bridge: DesktopBridge }) {
  const [preferences, setPreferences] = useState<DesktopPreferences>()
  const { busy, run } = useWork()
  useEffect(() => void bridge.preferences().then(setPreferences), [bridge])
  if (!preferences) return null
  const change = (changes: Partial<DesktopPreferences>): void =>
    void run('save', async () => setPreferences(await bridge.setPreferences(changes)))
  return (
    <Card title="This computer">
      <Switch
        label="Start when I sign in to this computer"
        hint="Landline runs in the background and shows only its icon."
        checked={preferences.openAtLogin}
        disabled={busy !== undefined}
        onChange={(openAtLogin) => change({ openAtLogin })}
      />
      <Switch
        label="Keep this computer awake"
        hint="While it sleeps nobody can reach Landline. Closing a laptop’s lid still puts it to sleep."
        checked={preferences.keepAwake}
        disabled={busy !== undefined}
        onChange={(keepAwake) => change({ keepAwake })}
      />
    </Card>
  )
}
