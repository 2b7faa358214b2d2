import type { Api } from '../../api/route.ts'
import { zulipVersion } from '../../api/zulip-version.ts'
import { findRealm } from '../../realm/find.ts'
import { realmPictureUrl } from '../../realm/pictures.ts'

/** Ways to sign in, by the names that clients know; those to come are false. */
const authentication_methods = {
  password: true,
  dev: false,
  email: true,
  ldap: false,
  remoteuser: false,
  github: false,
  azuread: false,
  gitlab: false,
  google: false,
  apple: false,
  saml: false,
  'openid connect': false,
} as const

/** What a client asks before anything else, and the desktop app to see whether we are there. */
export function serverSettingsRoute(api: Api): void {
  api.get('/server_settings', {
    access: 'open',
    async handle({ request, db }) {
      const realm = await findRealm(db)
      return {
        ...zulipVersion,
        authentication_methods,
        external_authentication_methods: [],
        push_notifications_enabled: false,
        is_incompatible: false,
        email_auth_enabled: true,
        require_email_format_usernames: true,
        realm_uri: request.origin,
        realm_url: request.origin,
        realm_name: realm?.name ?? 'Landline',
        realm_icon: realmPictureUrl(realm ?? { pictures: '{}' }, 'organizationIcon'),
        realm_description: realm?.description ?? '',
        realm_web_public_access_enabled: false,
      }
    },
  })
}
