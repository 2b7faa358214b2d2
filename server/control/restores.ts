import type { Restores } from '../backups/restore/restores.ts'
import { providerProfiles } from '../uploads/stores/s3/provider-profiles.ts'
import { answer } from './answer.ts'
import { changesOf } from './changes.ts'
import { restores } from './contract/restores.ts'
import type { Owner } from './owner.ts'

const restoresOf = ({ appliance }: Owner): Restores => appliance.features.restores

export const restoreCalls = answer(restores, {
  providers: () => [...providerProfiles],
  list: ({ input, owner }) => restoresOf(owner).list(input),
  preview: ({ input: { source, snapshot }, owner }) => restoresOf(owner).preview(source, snapshot),
  channels: ({ input: { source, snapshot }, owner }) => restoresOf(owner).channels(source, snapshot),
  start: ({ input, owner }) => restoresOf(owner).start(input),
  status: ({ owner }) => restoresOf(owner).status,
  watch: ({ owner, signal }) => changesOf({ look: () => restoresOf(owner).status }, signal),
  cancel: ({ owner }) => restoresOf(owner).cancel(),
  dismiss: ({ owner }) => restoresOf(owner).dismiss(),
})
