import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { buildWhatIsStale } from '../../main/start/build.ts'
import { backups } from './backups-section.ts'
import { fanOutByPoll, fanOutBySocket } from './fan-out-section.ts'
import { benchMarkdown } from './markdown.ts'
import { reads } from './reads-section.ts'
import { asMarkdown, isReached, type Section } from './section.ts'
import { start } from './start-section.ts'
import { storage } from './storage-section.ts'

/** Every section, by the name under which `npm run bench -- NAME …` runs it alone. */
const sections: Readonly<Record<string, () => Promise<Section>>> = {
  'fan-out': fanOutBySocket,
  'long-poll': fanOutByPoll,
  reads,
  start,
  markdown: benchMarkdown,
  storage,
  backups,
}

const results = new URL('RESULTS.md', import.meta.url)
const asked = process.argv.slice(2)

await buildWhatIsStale()
const done: Section[] = []
for (const [name, measure] of Object.entries(sections)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const section = await measure()
  console.log(asMarkdown(section))
  done.push(section)
}
if (asked.length === 0) writeFileSync(results, `${heading()}\n${done.map(asMarkdown).join('\n')}`)

const missed = done.flatMap(({ goals }) => goals).filter((goal) => !isReached(goal))
if (missed.length > 0) console.log(`${missed.length} goals missed.`)

function heading(): string {
  const machine = `${cpus()[0]?.model.trim()}, ${availableParallelism()} processors, Node ${process.version}`
  return `# Measured\n\nWritten by \`npm run bench\` on ${machine}. Compare ratios within one run: machines differ, and so do their moods.\n`
}
