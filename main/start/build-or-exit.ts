import { BuildFailed, buildWhatIsStale } from './build.ts'

/** Builds what is stale among the named parts. Where that fails there is nothing to start, and the build has said why. */
export async function buildOrExit(names: readonly string[]): Promise<void> {
  try {
    await buildWhatIsStale(names)
  } catch (error) {
    if (!(error instanceof BuildFailed)) throw error
    console.error(error.message)
    process.exit(1)
  }
}
