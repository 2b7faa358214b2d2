import { count } from '../../../ui/words.ts'

const hour = 3600
const day = 24 * hour
const marks = [
  [day, '1 day'],
  [7 * day, '1 week'],
  [30.4 * day, '1 month'],
  [182 * day, '6 months'],
  [365 * day, '1 year'],
] as const
/**
 * Backups by age, the newest on the right. Yesterday needs as much room as last month: age grows by factors.
 * @param times Unix seconds, newest first
 */
export function Timeline({ times }: { times: readonly number[] }) {
  const now = Date.now() / 1000
  const ages = times.map((at) => Math.max(now - at, 0))
  const oldest = Math.max(ages.at(-1) ?? 0, 8 * day)
  const span = Math.log1p((oldest * 1.15) / hour)
  const x = (age: number): string => `${98 - (Math.log1p(age / hour) / span) * 96}%`
  return (
    <svg className="timeline" role="img" aria-label={inWords(ages)}>
      <line x1="2%" x2="98%" y1={22} y2={22} className="timeline-line" />
      {marks
        .filter(([age]) => age <= oldest * 1.15)
        .map(([age, label]) => (
          <g key={label}>
            <line x1={x(age)} x2={x(age)} y1={14} y2={36} className="timeline-mark" />
            <text x={x(age)} y={50} textAnchor="middle">
              {label}
            </text>
          </g>
        ))}
      <text x="98%" y={50} textAnchor="end">
        now
      </text>
      {ages.map((age) => (
        <circle key={age} cx={x(age)} cy={22} r={4.5} />
      ))}
    </svg>
  )
}

/** For those who do not see it. */
function inWords(ages: readonly number[]): string {
  const within = (from: number, to: number, name: string): string[] => {
    const those = ages.filter((age) => age >= from && age < to).length
    return those === 0 ? [] : [`${count(those, 'backup', 'backups')} ${name}`]
  }
  const parts = [
    ...within(0, day, 'of the last day'),
    ...within(day, 7 * day, 'of the last week'),
    ...within(7 * day, 31 * day, 'of the last month'),
    ...within(31 * day, Number.POSITIVE_INFINITY, 'that are older'),
  ]
  return `What will be kept: ${parts.join(', ') || 'nothing yet'}`
}
