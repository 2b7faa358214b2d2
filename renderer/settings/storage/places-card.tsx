import { Cloud, HardDrive, Undo2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Control, StorageStatus } from '../../../server/control/contract.ts'
import { Button, classNames } from '../../ui/index.ts'
import { inBytes } from '../../ui/words.ts'
import { elsewhere, inPlace, type Place, placeName, placeOf, providerHost, tallyInWords } from './places.ts'
import { SwitchDialog } from './switch-dialog.tsx'

interface PlacesCardProps {
  readonly control: Control
  readonly storage: StorageStatus
  readonly freeBytes: number
}

/** Where files are now, in one sentence; with more than one place, how they are spread. */
export function PlacesCard({ control, storage, freeBytes }: PlacesCardProps) {
  const [asked, setAsked] = useState<'return' | 'rest'>()
  const current = placeOf(storage, storage.current)
  if (!current) return null
  const there = elsewhere(storage, storage.current)
  const hasRest = there.bytes > storage.waitingBytes || (there.files > 0 && storage.waitingBytes === 0) // what waits follows by itself
  const isMoving = storage.move.state === 'running' || storage.move.state === 'paused'
  const used = storage.stores.filter(({ id, files }) => files > 0 || id === storage.current)
  const target = asked === 'return' ? placeOf(storage, 'local') : current

  return (
    <section className="card">
      <div className="places-head">
        <Badge isBucket={current.bucket !== null} />
        <div className="server-words">
          <h2>
            {hasRest ? 'New files are stored' : 'Files are stored'} {inPlace(current)}
          </h2>
          <p>{sentence(current, there.files, storage)}</p>
        </div>
        {!isMoving && current.bucket && (
          <Button icon={Undo2} onClick={() => setAsked('return')}>
            Return to this computer…
          </Button>
        )}
      </div>
      {used.length > 1 && (
        <Spread places={used}>
          {hasRest && !isMoving && (
            <Button look="primary" size="s" onClick={() => setAsked('rest')}>
              Move the rest…
            </Button>
          )}
        </Spread>
      )}
      {asked && target && (
        <SwitchDialog
          control={control}
          storage={storage}
          target={target}
          freeBytes={target.bucket ? undefined : freeBytes}
          isRest={asked === 'rest'}
          onClose={() => setAsked(undefined)}
          onSwitch={async (pace) => {
            if (pace) await control.storage.startMove({ to: target.bucket ? 's3' : 'local', ...pace })
            else await control.storage.useLocal()
          }}
        />
      )}
    </section>
  )
}

function Badge({ isBucket }: { isBucket: boolean }) {
  const Icon = isBucket ? Cloud : HardDrive
  return (
    <div className={classNames('server-badge', 'places-badge', isBucket && 'places-badge-bucket')}>
      <Icon size={26} aria-hidden />
    </div>
  )
}

function sentence(current: Place, elsewhere: number, { waitingBytes }: StorageStatus): string {
  const at = current.bucket ? [`at ${providerHost(current.bucket)}`] : []
  const files = current.files === 0 && elsewhere === 0 ? 'no files yet' : tallyInWords(current)
  const here = current.bucket && elsewhere === 0 && waitingBytes === 0 && current.files > 0 ? ['0 files left here'] : []
  const waiting = waitingBytes > 0 ? [`${inBytes(waitingBytes)} wait here for the bucket`] : []
  return [...at, files, ...here, ...waiting].join(' · ').replace(/^./, (first) => first.toUpperCase())
}

function Spread({ places, children }: { places: readonly Place[]; children: ReactNode }) {
  return (
    <div className="spread">
      <div className="spread-bar" aria-hidden>
        {places.map(({ id, bytes }) => (
          <span key={id} data-place={id === 'local' ? 'local' : 'bucket'} style={{ flexGrow: bytes + 1 }} />
        ))}
      </div>
      <div className="spread-foot">
        <ul className="spread-list">
          {places.map((place) => (
            <li key={place.id} data-place={place.id === 'local' ? 'local' : 'bucket'}>
              <span>{placeName(place)}</span>
              <span className="hint">{tallyInWords(place)}</span>
            </li>
          ))}
        </ul>
        {children}
      </div>
    </div>
  )
}
