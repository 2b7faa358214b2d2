import { Pause, Play, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Control, MoveReport, StorageStatus } from '../../../server/control/contract.ts'
import { useWork } from '../../line/use-work.ts'
import { Button, Notice, Progress, showToast } from '../../ui/index.ts'
import { count, howLong, inBytes } from '../../ui/words.ts'
import { Card } from '../card.tsx'
import { BrokenFiles } from './broken-files.tsx'
import { placeOf, toPlace } from './places.ts'

/** How the move goes, with what it could not bring. The server moves by itself: this page may be closed. */
export function MoveCard({ control, storage }: { control: Control; storage: StorageStatus }) {
  const { move } = storage
  const atFirst = useRef(JSON.stringify(outcomeOf(move)))
  const isOpen = move.state === 'running' || move.state === 'paused'
  const target = placeOf(storage, move.to)
  // The last move stays the last one for ever: it is news only where it ended since this page was opened, or left files behind.
  const isNews = move.failed > 0 || JSON.stringify(outcomeOf(move)) !== atFirst.current
  if (!target || move.state === 'cancelled' || !(isOpen || isNews)) return null

  const { moved, left, failed } = move
  const title = titles[move.state](toPlace(target))
  const words = `${count(moved.files, 'file', 'files')} (${inBytes(moved.bytes)}) moved, read back and compared.`
  if (move.state === 'finished' && failed === 0) {
    return (
      <Notice kind="done" title={`${title}.`}>
        {words} {left.files > 0 && 'Some came meanwhile and follow.'}
      </Notice>
    )
  }
  return (
    <Card
      title={move.state === 'finished' ? `${title}, but for ${count(failed, 'file', 'files')}` : title}
      action={isOpen && <MoveButtons control={control} isRunning={move.state === 'running'} />}
    >
      {isOpen && <MoveProgress move={move} />}
      {move.waitingFor && (
        <Notice kind="warning" title="The move waits, and goes on by itself.">
          {move.waitingFor}
        </Notice>
      )}
      {move.state === 'finished' && <p>{words}</p>}
      {failed > 0 && <Failures control={control} failed={failed} />}
    </Card>
  )
}

function MoveButtons({ control, isRunning }: { control: Control; isRunning: boolean }) {
  const { busy, run } = useWork()
  return (
    <div className="move-buttons">
      {isRunning ? (
        <Button icon={Pause} busy={busy === 'pause'} onClick={() => run('pause', () => control.storage.pauseMove())}>
          Pause
        </Button>
      ) : (
        <Button
          look="primary"
          icon={Play}
          busy={busy === 'resume'}
          onClick={() => run('resume', () => control.storage.resumeMove())}
        >
          Resume
        </Button>
      )}
      <Button
        look="quiet"
        icon={X}
        busy={busy === 'cancel'}
        onClick={async () => {
          if (await run('cancel', () => control.storage.cancelMove()))
            showToast('The move has ended. What has moved stays there.')
        }}
      >
        Cancel move
      </Button>
    </div>
  )
}

const outcomeOf = ({ state, to, moved }: StorageStatus['move']) => ({ state, to, moved })

const titles = {
  none: () => '',
  cancelled: () => '',
  running: (to: string) => `Files move ${to}`,
  paused: (to: string) => `The move ${to} is paused`,
  finished: (to: string) => `Files have moved ${to}`,
}

function MoveProgress({ move: { state, moved, left, bytesPerSecond, secondsLeft } }: { move: StorageStatus['move'] }) {
  const files = moved.files + left.files
  const bytes = moved.bytes + left.bytes
  return (
    <div className="move">
      <Progress label="Progress of the move" done={moved.bytes} of={Math.max(bytes, 1)} />
      <dl className="move-facts">
        <div>
          <dt>Files</dt>
          <dd>
            {moved.files.toLocaleString()} of {files.toLocaleString()}
          </dd>
        </div>
        <div>
          <dt>Size</dt>
          <dd>
            {inBytes(moved.bytes)} of {inBytes(bytes)}
          </dd>
        </div>
        <div>
          <dt>Speed</dt>
          <dd>{state === 'running' && bytesPerSecond > 0 ? `${inBytes(bytesPerSecond)}/s` : '–'}</dd>
        </div>
        <div>
          <dt>Time left</dt>
          <dd>{state === 'running' && secondsLeft !== null ? timeLeft(secondsLeft) : '–'}</dd>
        </div>
      </dl>
      <p className="hint">People can keep chatting. The move goes on by itself, also when you close this window.</p>
    </div>
  )
}

const timeLeft = (seconds: number): string => (seconds < 60 ? 'under a minute' : `about ${howLong(seconds)}`)

/** By the names that people gave them, with why. */
function Failures({ control, failed }: { control: Control; failed: number }) {
  const [report, setReport] = useState<MoveReport | null>(null)
  useEffect(() => {
    if (failed > 0) void control.storage.moveReport({}).then(setReport, () => {})
  }, [control, failed])
  if (!report) return null
  return (
    <details className="more" open>
      <summary>{count(failed, 'file could', 'files could')} not be moved</summary>
      <BrokenFiles control={control} files={report.failed} />
      <p className="hint">What came back stays where it was: start the move again to bring it along.</p>
    </details>
  )
}
