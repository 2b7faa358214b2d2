import { useEffect, useRef } from 'react'
import type { Control, RestoreStatus } from '../../../../server/control/contract.ts'
import { useWork } from '../../../line/use-work.ts'
import { RestoreProgress } from '../../../restore/restore-progress.tsx'
import { RestoreResultNotice } from '../../../restore/result-notice.tsx'
import { Card } from '../../card.tsx'

interface RestoreCardProps {
  readonly control: Control
  readonly restore: RestoreStatus
  readonly onGoOn: () => void
  readonly onRead: () => void
}

/** How a restore goes; then what came of it, until somebody has seen it. Both are the server's: a reload or a restart loses nothing. */
export function RestoreCard({ control, restore: { underWay, result }, onGoOn, onRead }: RestoreCardProps) {
  const { run } = useWork()
  const card = useBroughtIntoView(underWay ? 'under way' : result?.at)
  if (!underWay && !result) return null
  const dismiss = async (): Promise<void> => {
    if (await run('dismiss', () => control.restores.dismiss())) onRead()
  }
  return (
    <div ref={card}>
      {underWay ? (
        <Card title="A restore is under way" hint="People can go on until it changes over. You may close this window.">
          <RestoreProgress underWay={underWay} onCancel={() => void run('cancel', () => control.restores.cancel())} />
        </Card>
      ) : (
        result && (
          <RestoreResultNotice
            result={result}
            onDismiss={dismiss}
            onGoOn={result.code === 'SAFETY_SNAPSHOT_FAILED' ? onGoOn : undefined}
          />
        )
      )}
    </div>
  )
}

/** Whoever asked for a restore did so further down, and would not see what becomes of it. */
function useBroughtIntoView(news: unknown) {
  const card = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (news !== undefined) card.current?.scrollIntoView({ block: 'center' })
  }, [news])
  return card
}
