import { RawJson } from '../../api/raw-json.ts'
import { changeCount } from '../../database/change-count.ts'
import type { Db } from '../../database/connection.ts'
import { allUserGroups, wireUserGroup } from './groups.ts'

/** Every group as text, made anew when groups or accounts have changed: everyone who registers gets the same. */
export class GroupLists {
  #madeOf = ''
  #all = new RawJson('[]')
  #live = new RawJson('[]')

  async for(db: Db, { withDeactivated }: { readonly withDeactivated: boolean }): Promise<RawJson> {
    // Accounts count too: who is deactivated is in no list of members.
    const now = `${await changeCount(db, 'userGroups')} ${await changeCount(db, 'users')}`
    if (now !== this.#madeOf) {
      const groups = (await allUserGroups(db)).map(wireUserGroup)
      this.#all = new RawJson(JSON.stringify(groups))
      this.#live = new RawJson(JSON.stringify(groups.filter(({ deactivated }) => !deactivated)))
      this.#madeOf = now
    }
    return withDeactivated ? this.#all : this.#live
  }
}
