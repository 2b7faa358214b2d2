import { type FormEvent, useCallback, useEffect, useState } from 'react'
import type { Control, Status } from '../../../server/control/contract.ts'
import { useWork } from '../../line/use-work.ts'
import { Button, Notice, Switch, showToast, TextField } from '../../ui/index.ts'
import { Card } from '../card.tsx'
import { OpenToNetwork, PlainHttp } from '../open-to-network.tsx'
import { serverActions } from '../server-control.ts'

type Settings = Awaited<ReturnType<Control['settings']['get']>>

/** Who can reach Landline, and where. What waits for a restart says so. */
export function NetworkCard({ control, status }: { control: Control; status: Status }) {
  const [settings, setSettings] = useState<Settings>()
  const [isOpening, setIsOpening] = useState(false)
  const { busy, run } = useWork()
  const load = useCallback(() => control.settings.get().then(setSettings), [control])
  // A restart is when settings may have changed by themselves.
  useEffect(() => void load().catch(() => {}), [load, status.runningSince])
  if (!settings) return null

  const { port, openToNetwork, publicUrl, host } = settings.values
  const change = (changes: Partial<Settings['values']>): Promise<boolean> =>
    run('save', async () => setSettings(await control.settings.set(changes)))
  const portNow = Number(new URL(status.addresses.at(-1) ?? 'http://127.0.0.1').port)
  const waits = (host === null && openToNetwork !== status.openToNetwork) || (port !== 0 && port !== portNow)

  return (
    <Card title="Network" hint="Who can reach Landline, and under which address.">
      {waits && (
        <Notice
          kind="warning"
          title="Restart to use the new network settings."
          action={
            <Button busy={busy === 'restart'} onClick={() => run('restart', serverActions(control).restart)}>
              Restart now
            </Button>
          }
        >
          Windows that are open reconnect by themselves.
        </Notice>
      )}
      <Switch
        label="Let other computers connect"
        hint={whoConnects(openToNetwork, host)}
        checked={openToNetwork}
        disabled={host !== null || busy !== undefined}
        onChange={(on) => (on ? setIsOpening(true) : void change({ openToNetwork: false }))}
      />
      {openToNetwork && <PlainHttp />}
      <PortForm port={port} shouldBe={settings.shouldBe.port ?? ''} onSave={(value) => change({ port: value })} />
      <PublicAddressForm address={publicUrl} onSave={(value) => change({ publicUrl: value })} />
      {isOpening && <OpenToNetwork control={control} onClose={() => setIsOpening(false)} />}
    </Card>
  )
}

function whoConnects(openToNetwork: boolean, host: string | null): string {
  if (host !== null) return `landline.json says to listen on ${host}, and that decides.`
  return openToNetwork
    ? 'Everyone on this computer’s networks can reach the sign-in page.'
    : 'Only this computer can open Landline.'
}

function PortForm({ port, shouldBe, onSave }: { port: number; shouldBe: string; onSave: (port: number) => Promise<boolean> }) {
  const [typed, setTyped] = useState(String(port))
  useEffect(() => setTyped(String(port)), [port])
  const isPort = /^\d{1,5}$/.test(typed) && Number(typed) <= 65535
  const save = (event: FormEvent): void => {
    event.preventDefault()
    if (isPort) void onSave(Number(typed))
  }
  return (
    <form className="inline-form" onSubmit={save}>
      <TextField
        label="Port"
        inputMode="numeric"
        value={typed}
        onChange={(event) => setTyped(event.target.value.trim())}
        hint="Part of every address that people use. Changing it makes old links stop working."
        error={isPort ? undefined : `A port should be ${shouldBe}.`}
      />
      <Button type="submit" disabled={!isPort || Number(typed) === port}>
        Save
      </Button>
    </form>
  )
}

function PublicAddressForm({
  address,
  onSave,
}: {
  address: string | null
  onSave: (address: string | null) => Promise<boolean>
}) {
  const [typed, setTyped] = useState(address ?? '')
  useEffect(() => setTyped(address ?? ''), [address])
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (await onSave(typed === '' ? null : typed)) showToast('Saved: invitations and links use it from now on')
  }
  return (
    <form className="inline-form" onSubmit={save}>
      <TextField
        label="Address that people type (optional)"
        type="url"
        placeholder="https://chat.example.org"
        value={typed}
        onChange={(event) => setTyped(event.target.value.trim())}
        hint="If this computer has a name on your network or a reverse proxy in front, links will use it."
      />
      <Button type="submit" disabled={typed === (address ?? '')}>
        Save
      </Button>
    </form>
  )
}
