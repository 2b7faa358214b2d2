import { CircleCheck, CircleMinus, CircleX, TriangleAlert } from 'lucide-react'
import { useId } from 'react'
import type { CheckOutcome } from '../../../server/control/contract.ts'
import type { Acceptance } from '../../../server/uploads/check/outcome.ts'
import { Button } from '../../ui/index.ts'
import { inBytes } from '../../ui/words.ts'
import { type Check, isFine } from './use-check.ts'

type Offer = NonNullable<CheckOutcome['offer']>

interface CheckStepProps {
  readonly outcome: CheckOutcome
  readonly check: Check
  readonly onOffer: (offer: Offer) => void
}

/** One outcome: a tick or a cross, how long it took, and in plain words what is wrong and what to do. */
export function CheckStep({ outcome, check, onOffer }: CheckStepProps) {
  const { title, state, ms, cause, nextStep, acceptAs, offer, measured } = outcome
  const look = lookOf(outcome, check.accepted)
  const { Icon, says } = looks[look]
  return (
    <li className="check-step" data-look={look}>
      <Icon size={18} aria-label={says} />
      <div className="check-words">
        <span className="check-title">{title}</span>
        {cause && <p>{cause}</p>}
        {nextStep && state !== 'accepted' && <p className="hint">{nextStep}</p>}
        {measured && <p className="hint">{speedInWords(measured)}</p>}
        {state === 'failed' && offer && <OfferButton offer={offer} onTake={onOffer} />}
        {state === 'failed' &&
          acceptAs?.map((word) => (
            <Acceptable key={word} word={word} isAccepted={check.accepted.includes(word)} onToggle={check.toggleAccepted} />
          ))}
      </div>
      {state !== 'skipped' && <span className="check-ms">{ms.toLocaleString()} ms</span>}
    </li>
  )
}

const looks = {
  passed: { Icon: CircleCheck, says: 'Passed' },
  noted: { Icon: TriangleAlert, says: 'Passed, with something to know' },
  failed: { Icon: CircleX, says: 'Failed' },
  skipped: { Icon: CircleMinus, says: 'Not tried' },
} as const

function lookOf(outcome: CheckOutcome, accepted: readonly Acceptance[]): keyof typeof looks {
  if (outcome.state === 'skipped') return 'skipped'
  if (!isFine(outcome, accepted)) return 'failed'
  return outcome.cause ? 'noted' : 'passed'
}

const speedInWords = ({ bytesPerSecondUp, bytesPerSecondDown, millisecondsPerRequest }: NonNullable<CheckOutcome['measured']>) =>
  `${inBytes(bytesPerSecondUp)}/s up, ${inBytes(bytesPerSecondDown)}/s down, ${millisecondsPerRequest} ms for each request`

/** What the check found would mend it, in one press. */
function OfferButton({ offer, onTake }: { offer: Offer; onTake: (offer: Offer) => void }) {
  const words = offer.createBucket
    ? 'Create the bucket'
    : offer.region
      ? `Set the region to ${offer.region}`
      : offer.endpoint
        ? `Use ${offer.endpoint}`
        : undefined
  return (
    words && (
      <Button size="s" onClick={() => onTake(offer)}>
        {words}
      </Button>
    )
  )
}

/** An owner says it in full before they live with it. */
const sentences: Record<Acceptance, string> = {
  public: 'I accept that everybody may read the files in this bucket',
  signatures: 'I accept that the provider takes requests with a wrong secret key',
  conditions: 'I accept that the provider overwrites files where it was told not to',
  listing: 'I accept that the bucket cannot be listed page by page',
  'broken-uploads': 'I accept that uploads which broke off fill the bucket',
}

function Acceptable(props: { word: Acceptance; isAccepted: boolean; onToggle: (word: Acceptance) => void }) {
  const { word, isAccepted, onToggle } = props
  const id = useId()
  return (
    <div className="accept">
      <input id={id} type="checkbox" checked={isAccepted} onChange={() => onToggle(word)} />
      <label htmlFor={id}>{sentences[word]}</label>
    </div>
  )
}
