const key = 'landline.restoring'

/** Remembers, for this tab, that the line ends because a restore is about to swap everything: nobody need worry then. */
export function expectRestart(isExpected: boolean): void {
  if (isExpected) sessionStorage.setItem(key, 'yes')
  else sessionStorage.removeItem(key)
}

export const isRestartExpected = (): boolean => sessionStorage.getItem(key) !== null
