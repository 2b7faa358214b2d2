import type { Control } from '../../server/control/contract.ts'
import { useWork } from '../line/use-work.ts'
import { ConfirmDialog } from '../ui/index.ts'
import { serverActions } from './server-control.ts'

/** Says what plain HTTP means, then lets other computers in and restarts, since listening begins at the start. */
export function OpenToNetwork({ control, onClose }: { control: Control; onClose: () => void }) {
  const { busy, run } = useWork()
  const open = async (): Promise<void> => {
    const done = await run('open', async () => {
      await control.settings.set({ openToNetwork: true })
      await serverActions(control).restart()
    })
    if (done) onClose()
  }
  return (
    <ConfirmDialog
      title="Open Landline to your network?"
      size="m"
      action="Open and restart"
      look="primary"
      busy={busy !== undefined}
      onConfirm={open}
      onClose={onClose}
    >
      <p>Everyone on the same network will be able to open the sign-in page.</p>
      <PlainHttp />
      <p>Your system’s firewall may ask whether Landline may accept connections: allow it for private networks.</p>
    </ConfirmDialog>
  )
}

/** What an owner has to know before others connect without HTTPS. */
export function PlainHttp() {
  return (
    <ul className="facts">
      <li>Only people you invite get further than the sign-in page.</li>
      <li>
        Connections are plain HTTP, <strong>not encrypted</strong>. Somebody who controls the network, or listens in on an open
        Wi-Fi, could read messages and passwords on the way. Do this on a network you trust: your office, your home, a VPN.
      </li>
      <li>Browsers allow no push notifications over plain HTTP from other computers. Everything else works.</li>
    </ul>
  )
}
