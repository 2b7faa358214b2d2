export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = words.length > 1 ? [words[0]!, words.at(-1)!] : [words[0] ?? '?']
  return letters.map((word) => [...word][0]?.toUpperCase() ?? '').join('')
}

const tints = ['#2f7d74', '#8a5a9e', '#b0613c', '#3d6fa8', '#7d7a2f', '#a84a66', '#4c7d3f', '#5a62b0']

/** The same colour for the same person, everywhere. */
export function tintOf(userId: number): string {
  return tints[userId % tints.length]!
}
