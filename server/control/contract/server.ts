import { call } from './call.ts'

export const server = {
  /** Lets what is under way finish, then stops; resolves before it does. */
  stop: call,
  restart: call,
}
