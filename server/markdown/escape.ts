const bareAmpersand = /&(?!(?:#\d+|#x[\da-f]+|[\da-z]+);)/gi

/** Text as HTML. Character references like `&nbsp;` stay what they are, as in Zulip; they cannot make markup. */
export const escapeText = (text: string): string =>
  text.replace(bareAmpersand, '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Code as HTML: every character stands for itself. */
export const escapeCode = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** As `escapeCode`, with quotes: also for attributes. */
export const escapeQuoted = (text: string): string => escapeCode(text).replaceAll('"', '&quot;').replaceAll("'", '&#39;')

/** An attribute's value in double quotes. */
export const escapeAttribute = (text: string): string => escapeText(text).replaceAll('"', '&quot;')
