import { useState } from 'react'
import type { BackupStatus } from '../../../../server/control/contract.ts'
import { SelectField } from '../../../ui/index.ts'
import { dayAndTime, howLong, inBytes } from '../../../ui/words.ts'
import { Card } from '../../card.tsx'
import { placeName } from '../places/place.ts'
import { Bars } from './bars.tsx'

/** How large backups were and how long they took: what grows is seen before it hurts. */
export function HistoryCard({ backups: { history, destinations } }: { backups: BackupStatus }) {
  const [chosen, setChosen] = useState<string>()
  const places = destinations.filter(({ name }) => history.some((run) => run.destination === name))
  const place = places.find(({ name }) => name === chosen) ?? places[0]
  if (!place) return null
  const runs = history.filter((run) => run.destination === place.name)
  const duration = (seconds: number): string => howLong(Math.max(seconds, 1))
  return (
    <Card
      title="How they went"
      action={
        places.length > 1 && (
          <SelectField label="Place" value={place.name} onChange={({ target }) => setChosen(target.value)}>
            {places.map((one) => (
              <option key={one.name} value={one.name}>
                {placeName(one)}
              </option>
            ))}
          </SelectField>
        )
      }
    >
      <div className="charts">
        <Bars
          title="Size"
          values={runs.map(({ at, bytes, newBytes }) => ({ at, value: bytes, part: newBytes }))}
          inWords={inBytes}
        />
        <Bars title="Duration" values={runs.map(({ at, seconds }) => ({ at, value: seconds }))} inWords={duration} />
      </div>
      <details className="more">
        <summary>As a table</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also for those without a mouse */}
        <section className="table-frame" tabIndex={0} aria-label="Backups in numbers">
          <table>
            <thead>
              <tr>
                <th>Backup</th>
                <th>Size</th>
                <th>New</th>
                <th>Duration</th>
              </tr>
            </thead>
            <tbody>
              {runs.toReversed().map(({ at, bytes, newBytes, seconds }) => (
                <tr key={at}>
                  <th scope="row">{dayAndTime(at)}</th>
                  <td>{inBytes(bytes)}</td>
                  <td>{inBytes(newBytes)}</td>
                  <td>{duration(seconds)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </Card>
  )
}
