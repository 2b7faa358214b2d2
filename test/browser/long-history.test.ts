import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { adaAndBen, say } from './two-people.ts'

/** Less than half a screen, so that the message in the middle stays in sight. */
const wheelTurn = 240
const words = 'The quick brown fox jumps over the lazy dog and writes home about it. '

test('scrolling a long history up and down never makes it jump', async () => {
  const { ada, ben, general, lunch } = await adaAndBen()
  for (let at = 0; at < 320; at += 40) {
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        say(ben, general, 'lunch', `${at + index} ${words.repeat(1 + ((at + index) % 7))}`),
      ),
    )
  }
  await ada.goTo(`${lunch}/near/320`)
  await ada.messages().first().waitFor()
  await ada.page.mouse.move(600, 400)

  const up = await scrollWatching(ada.page, -wheelTurn, 75)
  expect(up).toEqual({ jumps: 0, lost: 0 })
  expect(await ada.page.locator('.message-list [data-message-id]').count()).toBeLessThan(80)
  const down = await scrollWatching(ada.page, wheelTurn, 65)
  expect(down).toEqual({ jumps: 0, lost: 0 })
})

/** Turns the wheel, and compares where the message in the middle went with where the wheel sent it. */
async function scrollWatching(page: Page, by: number, steps: number): Promise<{ jumps: number; lost: number }> {
  let jumps = 0
  let lost = 0
  for (let step = 0; step < steps; step++) {
    const before = await middleMessage(page)
    await page.mouse.wheel(0, by)
    const after = await page.evaluate(positionAfterFrames, before.id)
    if (after === undefined) lost++
    else if (!after.atEdge && Math.abs(after.y - before.y + by) > 4) jumps++
  }
  return { jumps, lost }
}

function middleMessage(page: Page): Promise<{ id: string; y: number }> {
  return page.evaluate(() => {
    const list = document.querySelector('.message-list')!.getBoundingClientRect()
    const rows = [...document.querySelectorAll<HTMLElement>('.message-list [data-message-id]')]
    const row = rows.find((one) => one.getBoundingClientRect().bottom > list.top + list.height / 2) ?? rows.at(-1)!
    return { id: row.dataset.messageId!, y: row.getBoundingClientRect().top }
  })
}

/** Runs in the page. */
async function positionAfterFrames(id: string): Promise<{ y: number; atEdge: boolean } | undefined> {
  for (let frame = 0; frame < 3; frame++) await new Promise((done) => requestAnimationFrame(done))
  const list = document.querySelector('.message-list')!
  const row = document.querySelector(`[data-message-id="${id}"]`)
  const atEdge = list.scrollTop < 1 || list.scrollTop + list.clientHeight > list.scrollHeight - 1
  return row ? { y: row.getBoundingClientRect().top, atEdge } : undefined
}
