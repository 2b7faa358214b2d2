/** Undefined for what is no JSON: anyone can send a submessage. */
export function parsed<T>(json: string | undefined): T | undefined {
  try {
    const value = JSON.parse(json ?? 'null')
    return value && typeof value === 'object' ? value : undefined
  } catch {
    return undefined
  }
}
