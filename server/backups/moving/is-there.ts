const patience = 5000

/** Whether the organization of this name answers at an address, as Zulip's clients would see. @see https://zulip.com/api/get-server-settings */
export async function isThere(origin: string, organization: string): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/api/v1/server_settings`, { signal: AbortSignal.timeout(patience) })
    const { realm_name } = (await response.json()) as { realm_name?: unknown }
    return response.ok && realm_name === organization
  } catch {
    return false
  }
}
