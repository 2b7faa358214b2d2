import './bucket.css'
import { Spinner } from '../../ui/index.ts'
import { CheckStep } from './check-step.tsx'
import { type Check, isFine, steps } from './use-check.ts'

interface CheckListProps {
  readonly check: Check
  readonly onOffer: Parameters<typeof CheckStep>[0]['onOffer']
}

/** The 13 steps, each as soon as it is known. */
export function CheckList({ check, onOffer }: CheckListProps) {
  const { outcomes, isRunning } = check
  if (outcomes.length === 0 && !isRunning) return null
  return (
    <section className="checks" aria-label="The test">
      <div className="check-head">
        <div className="pips" aria-hidden>
          {Array.from({ length: steps }, (_, at) => (
            <span key={`pip-${at.toString()}`} data-look={pip(check, at)} />
          ))}
        </div>
        <span role="status">{isRunning ? `Step ${Math.min(outcomes.length + 1, steps)} of ${steps}` : summary(check)}</span>
      </div>
      <ol className="check-steps">
        {outcomes.map((outcome) => (
          <CheckStep key={outcome.id} outcome={outcome} check={check} onOffer={onOffer} />
        ))}
        {isRunning && outcomes.length < steps && (
          <li className="check-step" data-look="running">
            <Spinner size={18} />
            <span className="hint">Trying the next thing</span>
          </li>
        )}
      </ol>
    </section>
  )
}

function summary({ outcomes, accepted }: Check): string {
  const passed = outcomes.filter(({ state }) => state === 'passed').length
  if (passed === steps) return `All ${steps} steps passed`
  const fine = outcomes.filter((outcome) => isFine(outcome, accepted)).length
  const failed = outcomes.filter((outcome) => outcome.state === 'failed' && !isFine(outcome, accepted)).length
  const more = [fine > passed && `${fine - passed} accepted`, failed > 0 && `${failed} did not`].filter(Boolean)
  return [`${passed} of ${steps} passed`, ...more].join(', ')
}

function pip({ outcomes, accepted, isRunning }: Check, at: number): string {
  const outcome = outcomes[at]
  if (!outcome) return isRunning && at === outcomes.length ? 'running' : 'waiting'
  if (outcome.state === 'skipped') return 'waiting'
  return isFine(outcome, accepted) ? 'passed' : 'failed'
}
