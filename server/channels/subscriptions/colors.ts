import type { UserId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'
import { colorsOf } from '../queries.ts'

/** Told apart on light and dark; lower-case, because the mobile app accepts no other. */
const palette = [
  '#5b8def',
  '#e0795b',
  '#4fa87c',
  '#b37feb',
  '#d9a21b',
  '#3aa6b9',
  '#d7659b',
  '#8a9a3b',
  '#7c83d6',
  '#c05b5b',
  '#5f9e55',
  '#a9764a',
  '#2f8fd0',
  '#9c6ade',
  '#c98bb9',
  '#7f8c99',
]

export const isColor = (text: string): boolean => /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(text)

/** `#ABC` becomes `#aabbcc`. */
export function normaliseColor(color: string): string {
  const lower = color.toLowerCase()
  return lower.length === 7 ? lower : `#${Array.from(lower.slice(1), (digit) => digit + digit).join('')}`
}

/** For each of these people, a color that they do not use yet, or else the one they use least. */
export async function freeColors(db: Db, userIds: readonly UserId[]): Promise<(userId: UserId) => string> {
  const used = new Map<UserId, string[]>()
  for (const { userId, color } of await colorsOf(db, userIds)) used.set(userId, [...(used.get(userId) ?? []), color])
  return (userId) => leastUsed(used.get(userId) ?? [])
}

function leastUsed(colors: readonly string[]): string {
  let best = palette[0]!
  let fewest = Number.POSITIVE_INFINITY
  for (const color of palette) {
    const uses = colors.filter((other) => other === color).length
    if (uses < fewest) {
      best = color
      fewest = uses
    }
  }
  return best
}
