import { useCallback, useEffect, useState } from 'react'
import type { Control, Moving } from '../../../../server/control/contract.ts'

const betweenLooks = 2000

/** Whether the chat is here, and how its move goes. `set` takes what an answer said, before the next look. */
export function useMoving(control: Control) {
  const [moving, set] = useState<Moving>()
  const look = useCallback(() => control.moving.status().then(set, () => {}), [control])
  useEffect(() => {
    void look()
    const timer = setInterval(look, betweenLooks)
    return () => clearInterval(timer)
  }, [look])
  return { moving, set }
}
