import { expect, test } from 'vitest'
import { profileFor, providerProfiles } from './provider-profiles.ts'

test('a provider is recognised by the address that its form fills in', () => {
  const known = providerProfiles.filter(({ host, endpoint }) => host && endpoint)
  const filled = known.map(({ endpoint }) => endpoint!.replace('{region}', 'one').replace('{account}', 'ours'))
  expect(filled.map((endpoint) => profileFor(endpoint).id)).toEqual(known.map(({ id }) => id))
  expect(profileFor(null).id).toBe('aws')
  expect(profileFor('https://s3.example.org').id).toBe('other')
})
