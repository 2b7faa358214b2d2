/**
 * Journeys run what people run: the built program. Built here once, where its sources are newer. While somebody works on a part
 * that does not build, the tests of the others still run.
 */
export async function setup(): Promise<void> {
  const { BuildFailed, buildWhatIsStale } = await import('../../main/start/build.ts')
  try {
    await buildWhatIsStale()
  } catch (error) {
    if (!(error instanceof BuildFailed) || process.env.CI) throw error
    console.warn(`${error.message} Journeys run what was built before.`)
  }
}
