import { ApiError, badRequest } from '../api/error.ts'

/** Says the same for an unknown name and a wrong password: nobody learns here who has an account. */
export const wrongPassword = (): ApiError => new ApiError('AUTHENTICATION_FAILED', 'Your username or password is incorrect', 401)

export const invalidApiKey = (): ApiError => new ApiError('INVALID_API_KEY', 'Invalid API key', 401)

export const accountDeactivated = (): ApiError => new ApiError('USER_DEACTIVATED', 'Account is deactivated', 401)

export const noSuchUser = (): ApiError => badRequest('No such user')

export const insufficientPermission = (): ApiError => new ApiError('BAD_REQUEST', 'Insufficient permission', 400)

export const emailTaken = (email: string): ApiError => badRequest(`Email is already in use: ${email}`)

export const lastOwner = (): ApiError => badRequest('The organization would have no owner. Make somebody else an owner first.')

/** The same where somebody leaves by themselves, in Zulip's words. */
export const lastOwnerLeaves = (): ApiError =>
  new ApiError('CANNOT_DEACTIVATE_LAST_USER', 'Cannot deactivate the only organization owner.', 400, {
    is_last_owner: true,
    entity: 'organization owner',
  })
