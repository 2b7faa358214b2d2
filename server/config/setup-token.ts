import { randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * Proves that whoever sets up the organization can see this computer's screen or terminal, not merely its network. One for
 * each process; worthless once there is an organization.
 */
export class SetupToken {
  readonly value = randomBytes(18).toString('base64url')

  matches(given: string): boolean {
    const [mine, theirs] = [Buffer.from(this.value), Buffer.from(given)]
    return mine.length === theirs.length && timingSafeEqual(mine, theirs)
  }

  linkAt(url: string): string {
    return `${url}/setup/?token=${this.value}`
  }
}
