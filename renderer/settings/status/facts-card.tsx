import type { ReactNode } from 'react'
import type { Control, Status } from '../../../server/control/contract.ts'
import { Button, copyText, showToast } from '../../ui/index.ts'
import { inBytes } from '../../ui/words.ts'
import { useBackups } from '../backups/use-backups.ts'
import { wellnessOf } from '../backups/wellness.ts'
import { Card } from '../card.tsx'
import { desktop } from '../line/desktop.ts'
import { OpenFolderButton } from './open-folder-button.tsx'

const secretStores = { keychain: 'The keychain of this computer', file: 'An encrypted file in the data folder' }

/** What is where on this computer. */
export function FactsCard({ status, control }: { status: Status; control: Control }) {
  return (
    <Card title="On this computer">
      <dl className="fact-list">
        <Fact
          name="Data folder"
          action={
            desktop ? (
              <OpenFolderButton bridge={desktop} />
            ) : (
              <Button size="s" onClick={() => copyText(status.dataFolder).then(() => showToast('Copied the folder’s path'))}>
                Copy path
              </Button>
            )
          }
        >
          <code className="path">{status.dataFolder}</code>
          <span className="hint">
            {inBytes(status.disk.databaseBytes)} of messages, {inBytes(status.disk.freeBytes)} free on this disk
          </span>
        </Fact>
        {status.organization && <BackupsFact control={control} status={status} />}
        <Fact name="Secrets">
          {secretStores[status.secrets.kind]}
          <span className="hint">{status.secrets.why}</span>
        </Fact>
        <Fact name="Version">Landline {status.version}</Fact>
        <Fact name="Memory">{inBytes(status.memoryBytes)}</Fact>
      </dl>
    </Card>
  )
}

function BackupsFact({ control, status }: { control: Control; status: Status }) {
  const backups = useBackups(control)
  if (!backups) return null
  return (
    <Fact name="Backups" action={<a href="#backups">Go to Backups</a>}>
      {wellnessOf(backups, status).headline}
    </Fact>
  )
}

function Fact({ name, children, action }: { name: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
      {action && <dd className="fact-action">{action}</dd>}
    </div>
  )
}
