/** Whole seconds since 1970, UTC: how we store a time, and how clients are told it. */
export const unixTime = (moment: Date): number => Math.floor(moment.getTime() / 1000)

export const unixNow = (): number => Math.floor(Date.now() / 1000)
