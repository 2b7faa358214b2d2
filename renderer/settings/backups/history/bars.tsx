import { useId } from 'react'
import { dayAndTime } from '../../../ui/words.ts'

interface Value {
  /** Unix seconds. */
  readonly at: number
  readonly value: number
  /** So much of it in the stronger colour. */
  readonly part?: number
}

interface BarsProps {
  readonly title: string
  readonly values: readonly Value[]
  readonly inWords: (value: number) => string
}

const [width, height] = [320, 96]

/** Newest on the right. The table beside it says the same in numbers. */
export function Bars({ title, values, inWords }: BarsProps) {
  const id = useId()
  const most = Math.max(...values.map(({ value }) => value), 1e-9)
  const step = Math.min(width / values.length, 24)
  const last = values.at(-1)!
  const tall = (value: number): number => Math.max((value / most) * height, value > 0 ? 1.5 : 0)
  return (
    <figure className="bars">
      <figcaption>
        {title}
        <strong>{inWords(last.value)}</strong>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={`${id}-title ${id}-desc`} preserveAspectRatio="none">
        <title id={`${id}-title`}>{title} of the last backups</title>
        <desc id={`${id}-desc`}>
          {values.length} backups; the last one {inWords(last.value)}, at most {inWords(most)}.
        </desc>
        {values.map(({ at, value, part }, index) => {
          const place = { x: width - (values.length - index) * step, width: step * 0.72 }
          return (
            <g key={`${at} ${index.toString()}`}>
              <title>{`${dayAndTime(at)}: ${inWords(value)}${part === undefined ? '' : `, ${inWords(part)} of it new`}`}</title>
              <rect {...place} y={height - tall(value)} height={tall(value)} className="bar" />
              {part !== undefined && <rect {...place} y={height - tall(part)} height={tall(part)} className="bar-part" />}
            </g>
          )
        })}
      </svg>
      <div className="bars-foot hint">
        <span>{values.length > 1 && dayAndTime(values[0]!.at)}</span>
        <span>{dayAndTime(last.at)}</span>
      </div>
    </figure>
  )
}
