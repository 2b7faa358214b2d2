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

/**
 * Everyone, as the text that /register gives to each: by far the longest part of it. Made anew when an account changed, and
 * once for each rank, because ranks differ in whose address they may read.
 */
export class PeopleLists {
  #madeOf = -1
  #users: readonly User[] = []
  #texts = new Map<Role, PeopleTexts>()
  #bots = new RawJson('[]')

  async for(db: Db, viewer: Viewer): Promise<PeopleTexts> {
    await this.#refresh(db)
    const self = this.#users.find(({ id }) => id === viewer.id)
    if (self && !mayReadEmail(viewer.role, self)) return this.#textsFor(viewer) // only they see their own address
    const role = viewer.role === Role.owner ? Role.admin : viewer.role
    const known = this.#texts.get(role)
    if (known) return known
    const texts = this.#textsFor({ id: undefined, role })
    this.#texts.set(role, texts)
    return texts
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
    this.#texts = new Map()
    this.#madeOf = now
  }

  #textsFor({ id, role }: { readonly id: User['id'] | undefined; readonly role: Role }): PeopleTexts {
    const wire = (user: User) => wireUser(user, user.id === id || mayReadEmail(role, user))
    const text = (isActive: 0 | 1) =>
      new RawJson(JSON.stringify(this.#users.filter((user) => user.isActive === isActive).map(wire)))
    return { realm_users: text(1), realm_non_active_users: text(0) }
  }
}
