import { type ApiError, badRequest } from '../api/error.ts'

export const organizationExists = (name: string): ApiError =>
  badRequest(`This Landline already holds the organization “${name}”. To start another, use another data folder.`)

export const noOrganization = (): ApiError =>
  badRequest('There is no organization here yet. Open the setup link that Landline showed when it started.')
