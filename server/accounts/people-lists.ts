import { RawJson } from '../api/raw-json.ts'
import { Role, type Viewer } from '../api/viewer.ts'
import { changeCount } from '../database/change-count.ts'
import type { Db } from '../database/connection.ts'
import { allUsers, systemBots, type User } from './queries.ts'
import { mayReadEmail, wireSystemBot, wireUser } from './wire.ts'

export interface PeopleTexts {
  readonly realm_users: RawJson
  readonly realm_non_active_users: RawJson
}

/** Everyone as one rank sees them. */
interface Sight {
  /** One JSON object a user, in the order of `#users`. */
  readonly entries: readonly string[]
  readonly texts: PeopleTexts
}

/**
 * Everyone, as the text that /register gives to each: by far the longest part of it. Made anew when an account changed, and
 * once for each rank, because ranks differ in whose address they may read.
 */
export class PeopleLists {
  #madeOf = -1
  #users: readonly User[] = []
  #sights = new Map<Role, Sight>()
  #bots = new RawJson('[]')

  async for(db: Db, viewer: Viewer): Promise<PeopleTexts> {
    await this.#refresh(db)
    const { entries, texts } = this.#sightOf(viewer.role === Role.owner ? Role.admin : viewer.role)
    const index = this.#users.findIndex(({ id }) => id === viewer.id)
    const self = this.#users[index]
    if (!self || mayReadEmail(viewer.role, self)) return texts
    return this.#textsOf(entries.with(index, JSON.stringify(wireUser(self, true)))) // their own address, which they hide
  }

  async systemBots(db: Db): Promise<RawJson> {
    await this.#refresh(db)
    return this.#bots
  }

  async #refresh(db: Db): Promise<void> {
    const now = await changeCount(db, 'users')
    if (now === this.#madeOf) return
    const [users, bots] = [await allUsers(db), await systemBots(db)]
    this.#users = users
    this.#bots = new RawJson(JSON.stringify(bots.map(wireSystemBot)))
    this.#sights = new Map()
    this.#madeOf = now
  }

  #sightOf(role: Role): Sight {
    const known = this.#sights.get(role)
    if (known) return known
    const entries = this.#users.map((user) => JSON.stringify(wireUser(user, mayReadEmail(role, user))))
    const sight = { entries, texts: this.#textsOf(entries) }
    this.#sights.set(role, sight)
    return sight
  }

  #textsOf(entries: readonly string[]): PeopleTexts {
    const list = (isActive: 0 | 1) =>
      new RawJson(`[${entries.filter((_entry, index) => this.#users[index]!.isActive === isActive).join()}]`)
    return { realm_users: list(1), realm_non_active_users: list(0) }
  }
}
