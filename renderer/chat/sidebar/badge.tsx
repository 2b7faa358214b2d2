import { classNames } from '../../ui/index.ts'

/** A number of unread messages; nothing when there are none. */
export function Badge({
  count,
  look = 'plain',
  what = 'unread',
}: {
  count: number
  look?: 'plain' | 'strong' | 'faint'
  what?: string
}) {
  if (count === 0) return null
  return (
    <span className={classNames('badge', `badge-${look}`)}>
      {count > 9999 ? '9999+' : count}
      <span className="visually-hidden"> {what}</span>
    </span>
  )
}
