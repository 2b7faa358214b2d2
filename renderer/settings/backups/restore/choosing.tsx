import type { Repository, RestoreSource } from '../../../../server/control/contract.ts'
import { comesUntil, MomentFields } from '../../../restore/moment-fields.tsx'
import { Preview } from '../../../restore/preview.tsx'
import { Button, Dialog, Notice } from '../../../ui/index.ts'
import { localName } from '../places/place.ts'
import { ConfirmFields } from './confirm-fields.tsx'
import type { RestoreDialogProps } from './restore-dialog.tsx'
import { useWish } from './use-wish.ts'
import { WhatFields } from './what-fields.tsx'

interface ChoosingProps extends RestoreDialogProps {
  readonly source: RestoreSource
  readonly repository: Repository
  readonly onElsewhere: () => void
}

/** Which moment and what of it, beside what is here now. */
export function Choosing(props: ChoosingProps) {
  const { source, withoutSafety = false, onElsewhere, onClose } = props
  const wish = useWish({ ...props, snapshot: props.snapshot, withoutSafety, onStarted: onClose })
  const isAll = wish.choice?.what === 'everything'
  return (
    <Dialog
      title="Restore"
      size="l"
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look={isAll ? 'danger' : 'primary'} busy={wish.isBusy} disabled={!wish.canStart} onClick={wish.start}>
            {isAll ? 'Restore everything' : 'Restore'}
          </Button>
        </>
      }
    >
      <div className="form">
        <div className="form-buttons">
          <p className="hint">{placeInWords(source)}</p>
          <Button size="s" onClick={onElsewhere}>
            From another place…
          </Button>
        </div>
        {wish.moment.snapshot === '' ? (
          <Notice>There is no backup here that can be read.</Notice>
        ) : (
          <Fields {...props} wish={wish} />
        )}
        {wish.problem && <Notice kind="problem">{wish.problem}</Notice>}
      </div>
    </Dialog>
  )
}

function Fields({ control, source, repository, wish }: ChoosingProps & { readonly wish: ReturnType<typeof useWish> }) {
  const { moment, choice, preview, everything, setChoice } = wish
  const isAll = choice?.what === 'everything'
  return (
    <>
      <MomentFields repository={repository} moment={moment} onChange={wish.goTo} />
      <WhatFields
        key={moment.snapshot}
        control={control}
        source={source}
        snapshot={moment.snapshot}
        isEmpty={typeof preview === 'object' && preview.present === null}
        everything={everything}
        onChange={setChoice}
      />
      <Preview preview={preview} isPart={!isAll} until={isAll ? comesUntil(moment, repository) : undefined} />
      {!isAll && comesUntil(moment, repository) !== undefined && (
        <Notice>A part comes back as it was when that backup was made.</Notice>
      )}
      {typeof preview === 'object' && isAll && (
        <ConfirmFields preview={preview} choice={choice} onChange={setChoice} onConfirmed={wish.setIsConfirmed} />
      )}
    </>
  )
}

function placeInWords(source: RestoreSource): string {
  if ('folder' in source) return `From ${source.folder}`
  if ('bucket' in source) return `From the bucket ${source.bucket.bucket}`
  return source.destination === localName ? 'From this computer' : `From ${source.destination}`
}
