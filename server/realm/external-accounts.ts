/** Sites for profile fields of the kind “external account”, as the API documents them. */
export const externalAccounts = {
  twitter: { name: 'Twitter', text: 'Twitter', hint: '', url_pattern: 'https://twitter.com/%(username)s' },
  github: { name: 'GitHub', text: 'GitHub', hint: '', url_pattern: 'https://github.com/%(username)s' },
} as const
