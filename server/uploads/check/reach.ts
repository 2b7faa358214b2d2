import { badEndpoint } from './endpoint.ts'
import { CheckFailed, type Passed } from './outcome.ts'
import type { Probe } from './probe.ts'

const impatience = 10_000

/** The provider's clock, as the first step heard it; seconds by which ours is ahead. */
export interface Heard {
  skew?: number
}

/** Name, network and certificate: whether anybody answers there at all. */
export async function reach(probe: Probe, heard: Heard): Promise<Passed> {
  const { settings } = probe
  const wrong = badEndpoint(settings)
  if (wrong) throw wrong
  const url = settings.endpoint ?? `https://s3.${settings.region}.amazonaws.com`
  const response = await probe.fetch(url, { method: 'GET', redirect: 'manual', signal: AbortSignal.timeout(impatience) })
  await response.body?.cancel()
  const date = response.headers.get('date')
  if (date) heard.skew = (Date.now() - Date.parse(date)) / 1000
  if (url.startsWith('https:')) return undefined
  return {
    cause: 'Files go to this provider unencrypted: the endpoint begins with http.',
    nextStep: 'Use https, unless the provider runs on this computer or in a network that you trust.',
  }
}

/** Requests carry the time in their signature; providers refuse more than a quarter of an hour. */
export async function clock(heard: Heard): Promise<Passed> {
  if (heard.skew === undefined) return { cause: 'The provider does not say what time it has.' }
  const seconds = Math.round(Math.abs(heard.skew))
  const which = heard.skew > 0 ? 'ahead of' : 'behind'
  if (seconds > 600) {
    throw new CheckFailed(
      `This computer’s clock is ${seconds} seconds ${which} the provider’s.`,
      'Turn on automatic time on this computer.',
    )
  }
  return seconds > 60 ? { cause: `This computer’s clock is ${seconds} seconds ${which} the provider’s.` } : undefined
}
