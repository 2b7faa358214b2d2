import { Globe } from 'lucide-react'
import { useState } from 'react'
import type { Control, Status } from '../../../server/control/contract.ts'
import { Button, CopyField, classNames } from '../../ui/index.ts'
import { Card } from '../card.tsx'
import { OpenToNetwork } from '../open-to-network.tsx'
import { QrCode } from '../qr-code.tsx'

const isLocal = (address: string): boolean => /^https?:\/\/(127\.|localhost|\[::1\])/.test(address)

/** Where people reach Landline: to copy, and to point a phone at. */
export function AddressesCard({ status, control }: { status: Status; control: Control }) {
  const [chosen, setChosen] = useState<string>()
  const [isOpening, setIsOpening] = useState(false)
  const others = status.addresses.filter((address) => !isLocal(address))
  const shown = chosen && others.includes(chosen) ? chosen : others[0]
  const local = status.addresses.find(isLocal)

  if (!shown) {
    return (
      <Card
        title="Addresses"
        hint="Only this computer can reach Landline so far."
        action={
          !status.openToNetwork && (
            <Button look={status.organization ? 'primary' : 'plain'} icon={Globe} onClick={() => setIsOpening(true)}>
              Open to the network…
            </Button>
          )
        }
      >
        {status.openToNetwork && (
          <p className="hint">This computer is not on a network right now, so there is no address to hand out.</p>
        )}
        {local && <CopyField label="On this computer" value={local} />}
        {isOpening && <OpenToNetwork control={control} onClose={() => setIsOpening(false)} />}
      </Card>
    )
  }
  return (
    <Card title="Addresses" hint="Colleagues on your network open one of these in a browser, or in any Zulip app.">
      <div className="addresses">
        <figure className="address-qr">
          <QrCode value={shown} label={`QR code for ${shown}`} />
          <figcaption>Point a phone here</figcaption>
        </figure>
        <div className="address-list">
          {others.map((address, at) => (
            <div key={address} className={classNames('address', others.length > 1 && address === shown && 'address-shown')}>
              <CopyField label={at === 0 ? 'The one to hand out' : 'Also reachable at'} value={address} />
              {others.length > 1 && address !== shown && (
                <Button look="quiet" size="s" onClick={() => setChosen(address)}>
                  Show its QR code
                </Button>
              )}
            </div>
          ))}
          {local && <CopyField label="On this computer" value={local} />}
        </div>
      </div>
    </Card>
  )
}
