import { signOut } from '../api/session.ts'
import { reporting } from './report.ts'

/** Signs out here; other devices stay as they are. */
export async function leave(): Promise<void> {
  if (await reporting(signOut())) location.assign('/login/')
}
