import path from 'node:path'
import type { Moving } from '../control/contract.ts'
import { timeInWords } from './in-words.ts'
import type { Run } from './run.ts'
import { asOwner } from './with-control.ts'

export async function statusCommand(run: Run): Promise<void> {
  const moving = await asOwner(run, (control) => control.moving.status())
  run.output.answer(asJson(moving), inWords(moving))
}

/** `--to` names a destination of the backups, or else a folder. */
export async function beginCommand(run: Run<{ to: string }>): Promise<void> {
  const { to } = run.options
  run.output.note('A first backup is made while people go on talking; for the last one nobody can.')
  const moving = await asOwner(run, async (control) => {
    const { destinations } = await control.backups.status()
    const isKnown = destinations.some(({ name }) => name === to)
    return await control.moving.begin({ to: isKnown ? { destination: to } : { folder: path.resolve(to) } })
  })
  run.output.answer(asJson(moving), inWords(moving))
}

export async function finishCommand(run: Run<{ url: string }>): Promise<void> {
  const { moving, isThere } = await asOwner(run, (control) => control.moving.finish({ url: run.options.url }))
  const warning = isThere
    ? ''
    : `\nNothing of this organization answered at ${moving.url} just now. See whether the address is right.`
  run.output.answer({ ...asJson(moving), is_there: isThere }, `${inWords(moving)}${warning}`)
}

export async function undoCommand(run: Run): Promise<void> {
  const moving = await asOwner(run, (control) => control.moving.undo())
  run.output.answer(asJson(moving), undone)
}

const undone = `People are served here again. What was said on the other computer meanwhile is there alone.
Stop Landline there, or give it other places for its backups: two must not keep theirs in one.`

const asJson = ({ stayUntil, backup, ...rest }: Moving) => ({
  ...rest,
  stay_until: stayUntil,
  backup: backup && { where: backup.where, snapshot: backup.snapshot, sealed: backup.isSealed },
})

function inWords({ state, url, at, stayUntil, backup }: Moving): string {
  if (state === 'here') return 'People are served here. Nothing moves.'
  if (state === 'copying') return 'A first backup is being made while people go on talking.'
  if (state === 'closing') return 'Nobody is served any more, and the last backup is being made.'
  return [
    `This chat was closed here on ${timeInWords(at!)}.`,
    ...(backup ? [`Everything is in ${backup.where}, snapshot ${backup.snapshot}${backup.isSealed ? ', sealed' : ''}.`] : []),
    ...(backup && !backup.isSealed ? [notSealed] : []),
    ...(url === null ? nextSteps : [`Whoever comes here is told that it moved to ${url}.`]),
    `Leave this computer on until ${timeInWords(stayUntil!)} for those who come to the old address.`,
  ].join('\n')
}

const notSealed =
  'It is not sealed: whoever has it can read everything, and passwords of mail servers, buckets and the like are not in it.'
const nextSteps = [
  'On the new computer: install Landline and choose “Restore from a backup”, or run “landline backup restore --repository … --to …”.',
  'Then tell whoever comes here: “landline move finish --url ADDRESS”. To go on here instead: “landline move undo”.',
]
