import { Announcements } from './announcements.tsx'
import { Linkifiers } from './linkifiers.tsx'

/** What administrators choose for everyone. */
export function OrganizationSettings() {
  return (
    <>
      <Announcements />
      <Linkifiers />
    </>
  )
}
