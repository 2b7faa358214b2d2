import { ApiError } from '../api/error.ts'

export const wrongSetupLink = (): ApiError =>
  new ApiError(
    'AUTHENTICATION_FAILED',
    'This setup link is of an earlier start. Open the newest one: Landline shows it in its window or terminal.',
    401,
  )
