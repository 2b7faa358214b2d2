/** The message in the middle of the screen: what a refetch must keep in its place. */
export function centerOfScreen(): number | undefined {
  const list = document.querySelector('.message-list')?.getBoundingClientRect()
  if (!list) return undefined
  const row = document
    .elementFromPoint(list.left + list.width / 2, list.top + list.height / 2)
    ?.closest<HTMLElement>('[data-message-id]')
  return row ? Number(row.dataset.messageId) : undefined
}
