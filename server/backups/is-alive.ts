import { isErrno } from '../config/problem.ts'

/** Whether a process of this computer still runs; somebody else's does, too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isErrno(error, 'EPERM')
  }
}
