/** Journeys run what people run: the built program. Built here once, where its sources are newer. */
export async function setup(): Promise<void> {
  const { buildWhatIsStale } = await import('../../main/start/build.ts')
  await buildWhatIsStale()
}
