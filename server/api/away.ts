import { ApiError } from './error.ts'

/** Why nobody is served here: the chat is moving to another computer, or has moved there. */
export interface Away {
  readonly isMoving: boolean
  /** Where it went; null until somebody has said so. */
  readonly url: string | null
}

/** What clients hear, with its address in `moved_to`. While it moves: 503, and that they may come back in a minute. */
export function movedAway({ isMoving, url }: Away): ApiError {
  if (isMoving) return new ApiError('SERVER_MOVED', moving, 503, { moved_to: null, 'retry-after': 60 })
  return new ApiError('SERVER_MOVED', url === null ? moved : `This chat has moved to ${url}.`, 410, { moved_to: url })
}

export const isMovedAway = (error: unknown): boolean => error instanceof ApiError && error.code === 'SERVER_MOVED'

const moving = 'This chat is moving to another computer. Nothing can be read or written until that is done.'
const moved = 'This chat has moved to another computer. Whoever runs it knows the new address.'
