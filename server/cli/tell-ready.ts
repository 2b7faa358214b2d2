import type { Running } from '../run.ts'
import type { Output } from './output.ts'

/** Says that people can connect, and where. In JSON: one line that scripts wait for. */
export async function tellReady({ serving, appliance, setupLink }: Running, { answer, note }: Output): Promise<void> {
  for (const { message, nextStep } of appliance.problems) note(`Warning: ${message}\n  ${nextStep}`)
  const link = await setupLink()
  const others = serving.urls.filter((url) => url !== serving.url)
  const lines = [
    `Landline is running: ${serving.url}`,
    ...others.map((url) => `On the network:      ${url}`),
    ...(link
      ? ['', 'Nobody has set it up yet. Open this link to name your organization and become its owner:', `  ${link}`, '']
      : []),
    'Press Ctrl+C to stop it.',
  ]
  answer({ event: 'ready', url: serving.url, pid: process.pid }, lines.join('\n'))
}
