import { isThere } from '../backups/moving/is-there.ts'
import type { Moving } from '../backups/moving/moving.ts'
import { findRealm } from '../realm/find.ts'
import { answer } from './answer.ts'
import { moving } from './contract/moving.ts'
import type { Owner } from './owner.ts'

const movingOf = ({ appliance }: Owner): Moving => appliance.features.moving

export const movingCalls = answer(moving, {
  status: ({ owner }) => movingOf(owner).status(),
  async begin({ input, owner }) {
    await movingOf(owner).begin(input.to)
    return movingOf(owner).status()
  },
  async finish({ input, owner }) {
    const { origin } = movingOf(owner).finish(input.url)
    const organization = (await findRealm(owner.appliance.database.read))?.name ?? ''
    return { moving: movingOf(owner).status(), isThere: await isThere(origin, organization) }
  },
  undo({ owner }) {
    movingOf(owner).undo()
    return movingOf(owner).status()
  },
})
