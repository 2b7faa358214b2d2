import { Clock } from 'lucide-react'
import { useChat } from '../state/store.ts'
import { formatMoment } from '../time.ts'

/** A moment that the writer meant, in the reader's own zone and language. */
export function Timestamp({ iso, written }: { iso: string; written: string }) {
  const clock24 = useChat(({ settings }) => settings.twenty_four_hour_time)
  const moment = new Date(iso)
  if (Number.isNaN(moment.getTime())) return written
  return (
    <time className="timestamp" dateTime={iso} title={`Everyone sees this in their own time zone. ${written}`}>
      <Clock size={13} aria-hidden />
      {formatMoment(moment, clock24)}
    </time>
  )
}
