/** `1 person and 20 messages`. */
export const peopleAndMessages = (people: number, messages: number): string =>
  `${people === 1 ? '1 person' : `${people} people`} and ${messages === 1 ? '1 message' : `${messages} messages`}`
