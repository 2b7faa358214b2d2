import type { Api } from '../api/route.ts'
import { invitationRoutes } from './invitations/invitation-routes.ts'
import { pushTokenRoutes } from './own-things/push-token-routes.ts'
import { savedSnippetRoutes } from './own-things/saved-snippet-routes.ts'
import { settingsRoutes } from './settings/settings-routes.ts'
import { serverSettingsRoute } from './sign-in/server-settings.ts'
import type { SignInLimits } from './sign-in/sign-in-limits.ts'
import { signInRoutes } from './sign-in/sign-in-routes.ts'
import { userRoutes } from './user-routes.ts'

export function accountRoutes(api: Api, limits: SignInLimits): void {
  serverSettingsRoute(api)
  signInRoutes(api, limits)
  userRoutes(api)
  settingsRoutes(api, limits)
  savedSnippetRoutes(api)
  pushTokenRoutes(api)
  invitationRoutes(api)
}
