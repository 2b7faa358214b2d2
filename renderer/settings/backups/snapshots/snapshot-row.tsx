import { CircleCheck, CircleDashed, CircleX, Ellipsis, FileOutput, FlaskConical, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { Control, SnapshotFacts } from '../../../../server/control/contract.ts'
import { useWork } from '../../../line/use-work.ts'
import { IconButton, Menu, showToast } from '../../../ui/index.ts'
import { count, dayAndTime, daysAgo, inBytes } from '../../../ui/words.ts'
import { ExportDialog } from './export-dialog.tsx'

interface SnapshotRowProps {
  readonly control: Control
  readonly isBusy: boolean
  readonly destination: string
  readonly snapshot: SnapshotFacts
  readonly onRestore: () => void
}

/** A moment that one can go back to: what is in it, and whether it was read back. */
export function SnapshotRow({ control, isBusy, destination, snapshot, onRestore }: SnapshotRowProps) {
  const { run } = useWork()
  const [menu, setMenu] = useState<Element>()
  const [isExporting, setIsExporting] = useState(false)
  const date = dayAndTime(snapshot.createdAt)
  const look = snapshot.content === null ? 'broken' : snapshot.verifiedAt === null ? 'unsure' : 'verified'
  const { Icon, says } = looks[look]
  const drill = () =>
    run('drill', async () => {
      const { isFine, message } = await control.backups.drill({ destination, snapshot: snapshot.snapshot })
      showToast(message, { kind: isFine ? 'done' : 'problem' })
    })
  return (
    <li className="backup-row" data-look={look}>
      <Icon size={20} role="img" aria-label={says} />
      <div className="backup-row-words">
        <span className="backup-row-name">
          {date}
          {snapshot.drilledAt !== null && <span className="tag tag-good">rehearsed {daysAgo(snapshot.drilledAt)}</span>}
          {snapshot.isSealed && <span className="tag">encrypted</span>}
          {snapshot.content?.reason === 'before a restore' && <span className="tag">before a restore</span>}
        </span>
        {snapshot.content ? <Content content={snapshot.content} /> : <span className="backup-failure">{snapshot.flaw}</span>}
      </div>
      <IconButton icon={Ellipsis} label={`More for ${date}`} onClick={({ currentTarget }) => setMenu(currentTarget)} />
      {menu && (
        <Menu
          anchor={menu}
          align="end"
          label={`More for ${date}`}
          onClose={() => setMenu(undefined)}
          items={[
            { label: 'Restore…', icon: Undo2, disabled: snapshot.content === null, onSelect: onRestore },
            {
              label: 'Rehearse this one',
              icon: FlaskConical,
              disabled: isBusy || snapshot.content === null,
              onSelect: () => void drill(),
            },
            {
              label: 'Export as plain files…',
              icon: FileOutput,
              disabled: snapshot.content === null,
              onSelect: () => setIsExporting(true),
            },
          ]}
        />
      )}
      {isExporting && (
        <ExportDialog
          control={control}
          destination={destination}
          snapshot={snapshot.snapshot}
          date={date}
          onClose={() => setIsExporting(false)}
        />
      )}
    </li>
  )
}

const looks = {
  verified: { Icon: CircleCheck, says: 'Verified' },
  unsure: { Icon: CircleDashed, says: 'Not verified' },
  broken: { Icon: CircleX, says: 'Cannot be read' },
} as const

function Content({ content }: { content: NonNullable<SnapshotFacts['content']> }) {
  const { people, messages, files, bytes, version, elsewhere, missing } = content
  const facts = [
    inBytes(bytes),
    count(people, 'person', 'people'),
    count(messages, 'message', 'messages'),
    count(files, 'file', 'files'),
    `Landline ${version}`,
  ]
  return (
    <>
      <span className="hint">{facts.join(' · ')}</span>
      {elsewhere > 0 && (
        <span className="hint">{count(elsewhere, 'file stays', 'files stay')} in the bucket and is not in it.</span>
      )}
      {missing > 0 && <span className="backup-doubt">{count(missing, 'file', 'files')} could not be read when it was made.</span>}
    </>
  )
}
