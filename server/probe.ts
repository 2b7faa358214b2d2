import type { Appliance } from './appliance.ts'
import type { Plan } from './backups/restore/restore-file.ts'
import { inspectDatabase } from './backups/snapshot/facts.ts'
import { readAsOwner } from './read-as-owner.ts'

/**
 * Uses what was brought back as people would, before any of them can. Nothing here goes by the clock: a large database on a slow
 * disk may take as long as it takes.
 * @throws Error that says what is not as it was promised
 */
export async function probe(appliance: Appliance, expected: Plan['expected']): Promise<void> {
  // What is open may already do what its time has come for, so there may be more; never less.
  const { facts } = await inspectDatabase(appliance.database.file, false)
  refuseFewer('people', facts.people, expected.people)
  refuseFewer('messages', facts.messages, expected.messages)
  if (expected.organization === null) return
  const { organization, people } = await readAsOwner(appliance)
  refuseFewer('people', people, expected.people)
  if (organization !== expected.organization) throw new Error(`it calls itself “${organization}”, not “${expected.organization}”`)
}

function refuseFewer(what: string, found: number, expected: number): void {
  if (found < expected) throw new Error(`${found} of ${expected} ${what} are there`)
}
