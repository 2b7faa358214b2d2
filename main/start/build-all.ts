/* `npm run build`: everything, as it ships. */
import { BuildFailed, buildEverything } from './build.ts'

try {
  await buildEverything()
} catch (error) {
  if (!(error instanceof BuildFailed)) throw error
  console.error(error.message)
  process.exitCode = 1
}
