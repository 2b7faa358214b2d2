import './progress.css'

interface ProgressProps {
  readonly label: string
  readonly done: number
  /** 0 where nobody knows. */
  readonly of: number
}

/** How far something is. */
export function Progress({ label, done, of }: ProgressProps) {
  const known = of > 0 ? { max: of, value: Math.min(done, of) } : {}
  return <progress className="progress" aria-label={label} {...known} />
}
