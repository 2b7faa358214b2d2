import { store } from '../state/store.ts'
import { emojiText } from './emoji.tsx'
import type { PickedEmoji } from './open-picker.ts'

export interface KnownEmoji extends PickedEmoji {
  group: string
  /** Every name that finds it, the usual one first. */
  names: string[]
  /** The characters, or the address of the organization's own picture. */
  text?: string
  picture?: string
}

let loading: Promise<KnownEmoji[]> | undefined

/** Every emoji by name, the organization's own first. The list is fetched when somebody first needs one. */
export async function allEmoji(): Promise<KnownEmoji[]> {
  loading ??= import('../../../resources/emoji/emoji.json').then(({ default: groups }) => unicodeEmoji(groups))
  loading.catch(() => {
    loading = undefined // next time may go better
  })
  return [...ownEmoji(), ...(await loading)]
}

/** `groups`: a group's name to its emoji, each "code name other_name". */
function unicodeEmoji(groups: Record<string, string[]>): KnownEmoji[] {
  return Object.entries(groups).flatMap(([group, lines]) =>
    lines.map((line): KnownEmoji => {
      const [emoji_code = '', ...names] = line.split(' ')
      return { group, emoji_code, emoji_name: names[0]!, reaction_type: 'unicode_emoji', names, text: emojiText(emoji_code) }
    }),
  )
}

function ownEmoji(): KnownEmoji[] {
  return Object.values(store.getState().emoji)
    .filter(({ deactivated }) => !deactivated)
    .map(({ id, name, source_url }) => ({
      group: 'Your organization',
      emoji_code: id,
      emoji_name: name,
      reaction_type: 'realm_emoji',
      names: [name],
      picture: source_url,
    }))
}

/** The best matches first: whole names, then beginnings, then words inside. */
export function searchEmoji(emoji: readonly KnownEmoji[], query: string, limit: number): KnownEmoji[] {
  const wanted = query.toLowerCase().replaceAll(' ', '_')
  const ranked: { emoji: KnownEmoji; rank: number }[] = []
  for (const one of emoji) {
    const rank = Math.min(...one.names.map((name) => rankOf(name, wanted)))
    if (rank < 4) ranked.push({ emoji: one, rank })
  }
  ranked.sort((a, b) => a.rank - b.rank)
  return ranked.slice(0, limit).map((found) => found.emoji)
}

function rankOf(name: string, wanted: string): number {
  if (name === wanted) return 0
  if (name.startsWith(wanted)) return 1
  if (name.includes(`_${wanted}`)) return 2
  return name.includes(wanted) ? 3 : 4
}
