import { createPortal } from 'react-dom'
import type { BackupStatus } from '../../../../server/control/contract.ts'
import { onDay } from '../../../ui/words.ts'
import { QrCode } from '../../qr-code.tsx'

interface KitProps {
  readonly recoveryKey: string
  readonly backups: BackupStatus
  readonly organization: string
}

/** What comes out of the printer, and is nowhere on the screen: the key, where the backups are, and what to do with both. */
export function Kit({ recoveryKey, backups, organization }: KitProps) {
  return createPortal(
    <article className="kit">
      <h1>Recovery kit of {organization}</h1>
      <p>
        Printed on {onDay(Date.now() / 1000)}. Keep it where you keep contracts. Whoever has it and a backup can read everything.
      </p>
      <div className="kit-key">
        <QrCode value={recoveryKey} label="The key as a QR code" />
        <div>
          <h2>Recovery key</h2>
          <code>{recoveryKey}</code>
          <p>There is no letter O, I, L or U in it: what looks like one is a digit.</p>
        </div>
      </div>
      <h2>When the computer is lost</h2>
      <ol>
        <li>Install Landline on another computer. Windows, macOS or Linux: it need not be the same.</li>
        <li>On the first page choose “Restore from a backup”.</li>
        <li>Point at one of the places below, and type the key.</li>
        <li>Landline shows what is in it before anything happens.</li>
      </ol>
      <h2>Where the backups are</h2>
      <ul>
        {backups.destinations.map(({ name, kind, where }) => (
          <li key={name}>
            {where}
            {kind === 'local' && ' (on the computer itself)'}
          </li>
        ))}
        <li className="kit-line">Others, written by hand: </li>
      </ul>
    </article>,
    document.body,
  )
}
