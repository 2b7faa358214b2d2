import { Archive } from 'lucide-react'
import type { Control, MoveReport } from '../../../server/control/contract.ts'
import { useWork } from '../../line/use-work.ts'
import { Button, showToast } from '../../ui/index.ts'
import { count } from '../../ui/words.ts'

interface BrokenFilesProps {
  readonly control: Control
  readonly files: MoveReport['failed']
}

/** Files that are missing or damaged, by the names that people gave them, and the way to have them back. */
export function BrokenFiles({ control, files }: BrokenFilesProps) {
  const { busy, run } = useWork()
  const repair = () =>
    run('repair', async () => {
      const { mended, whole, lost } = await control.storage.repair()
      const back = `${count(mended + whole, 'file is', 'files are')} whole again.`
      if (lost.length === 0) showToast(back)
      else showToast(`${back} ${count(lost.length, 'is', 'are')} in no newest backup, or out of reach.`, { kind: 'problem' })
    })
  return (
    <>
      <ul className="failures">
        {files.map(({ key, filename, uploader, cause }) => (
          <li key={key}>
            <span className="path" title={key}>
              {filename ?? key}
            </span>
            <span className="hint">{uploader === null ? cause : `From ${uploader}. ${cause}`}</span>
          </li>
        ))}
      </ul>
      <div>
        <Button icon={Archive} busy={busy === 'repair'} onClick={repair}>
          Bring back from the newest backup
        </Button>
      </div>
    </>
  )
}
