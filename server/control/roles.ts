import { Role } from '../api/viewer.ts'
import type { RoleName } from './contract/call.ts'

const names = new Map(Object.entries(Role).map(([name, role]) => [role, name as RoleName]))

export const roleName = (role: Role): RoleName => names.get(role) ?? 'member'
