import { Linkifiers } from './linkifiers.tsx'

/** What administrators choose for everyone. */
export function OrganizationSettings() {
  return <Linkifiers />
}
