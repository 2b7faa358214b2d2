import { Archive } from 'lucide-react'
import type { Control, MoveReport } from '../../../server/control/contract.ts'
import { useWork } from '../../line/use-work.ts'
import { Button, showToast } from '../../ui/index.ts'
import { count, dayAndTime } from '../../ui/words.ts'

interface BrokenFilesProps {
  readonly control: Control
  readonly files: MoveReport['failed']
}

/** Files that are missing or damaged, by the names that people gave them, and the way to have them back. */
export function BrokenFiles({ control, files }: BrokenFilesProps) {
  const { busy, run } = useWork()
  const repair = () =>
    run('repair', async () => {
      const { mended, whole, back, lost } = await control.storage.repair()
      const words = [`${count(mended + whole, 'file is', 'files are')} whole again.`, ...fromWhen(back.map(({ at }) => at))]
      if (lost.length === 0) showToast(words.join(' '))
      else
        showToast([...words, `${count(lost.length, 'is', 'are')} in no backup, or out of reach.`].join(' '), { kind: 'problem' })
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
          Bring back from backups
        </Button>
      </div>
    </>
  )
}

/** From which backups files came. @param times of these, in Unix seconds */
function fromWhen(times: readonly number[]): string[] {
  if (times.length === 0) return []
  const [oldest, newest] = [dayAndTime(Math.min(...times)), dayAndTime(Math.max(...times))]
  return [oldest === newest ? `From the backup of ${newest}.` : `From backups of ${oldest} to ${newest}.`]
}
