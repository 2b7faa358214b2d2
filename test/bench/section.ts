/** One part of the results: a table, and what it must reach. */
export interface Section {
  readonly title: string
  /** Sentences before the table: what was done, beside what. */
  readonly about: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
  readonly goals: readonly Goal[]
}

export interface Goal {
  readonly what: string
  readonly measured: number
  readonly atMost?: number
  readonly atLeast?: number
  readonly unit: string
}

export const isReached = ({ measured, atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY }: Goal): boolean =>
  measured <= atMost && measured >= atLeast

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits))

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

const shown = (value: string | number): string => (typeof value === 'number' ? value.toLocaleString('en') : value)

export function asMarkdown({ title, about, columns, rows, goals }: Section): string {
  const table = [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.map(shown).join(' | ')} |`)
  const lines = goals.map((goal) => {
    const limit = goal.atMost !== undefined ? `at most ${shown(goal.atMost)}` : `at least ${shown(goal.atLeast!)}`
    return `- ${isReached(goal) ? 'reached' : '**missed**'}: ${goal.what}: ${shown(goal.measured)} ${goal.unit} (${limit})`
  })
  return [`## ${title}`, '', about, '', ...table, '', ...lines, ''].join('\n')
}
