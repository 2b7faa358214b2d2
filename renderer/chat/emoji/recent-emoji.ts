import type { KnownEmoji } from './emoji-data.ts'

const storageKey = 'landline.emoji'
const starters = ['1f44d', '2764', '1f602', '1f389', '1f64f', '1f440', '2705', '1f680', '1f604']
const shown = 18

/** Counts how often each emoji was picked on this device. */
export function noteUse({ emoji_code, reaction_type }: KnownEmoji): void {
  const uses = read()
  const key = `${reaction_type}-${emoji_code}`
  uses[key] = (uses[key] ?? 0) + 1
  localStorage.setItem(storageKey, JSON.stringify(uses))
}

export function frequentEmoji(emoji: readonly KnownEmoji[]): KnownEmoji[] {
  const uses = read()
  const used = Object.entries(uses)
    .sort(([, a], [, b]) => b - a)
    .map(([key]) => key)
  const wanted = [...new Set([...used, ...starters.map((code) => `unicode_emoji-${code}`)])].slice(0, shown)
  const known = new Map(emoji.map((one) => [`${one.reaction_type}-${one.emoji_code}`, one]))
  return wanted.map((key) => known.get(key)).filter((one) => one !== undefined)
}

function read(): Record<string, number> {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? '{}')
  } catch {
    return {}
  }
}
