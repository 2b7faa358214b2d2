import { expect, test } from 'vitest'
import { checkLinkifier } from './check.ts'

const refused: readonly [what: string, pattern: string, urlTemplate: string, reason: string][] = [
  ['finds nothing', ' ', 'https://a.org', 'This field cannot be blank.'],
  ['leads nowhere', 'a', '', 'This field cannot be blank.'],
  ['is not closed', 'T(?P<id>\\d+', 'https://a.org/{id}', 'Bad regular expression: missing closing )'],
  ['closes what it did not open', 'a)(b', 'https://a.org/', 'Bad regular expression: '],
  ['looks back', '(a)\\1', 'https://a.org/', 'Bad regular expression: invalid escape sequence: `\\1`'],
  ['looks around', '(?=a)b', 'https://a.org/', 'Bad regular expression: '],
  ['repeats without end', '((a{50}){50}){50}', 'https://a.org/', 'Bad regular expression: '],
  ['repeats too much', '(?:ab|c.d){300}', 'https://a.org/', 'repeats too much'],
  ['is endless', 'a'.repeat(2001), 'https://a.org/', 'A pattern has at most 2000 characters.'],
  ['has an endless template', 'a', `https://a.org/${'a'.repeat(2000)}`, 'A URL template has at most 2000 characters.'],
  ['fills in what it never finds', 'a', 'https://a.org/{id}', "Group 'id' in URL template is not present in linkifier pattern."],
  [
    'finds what it never fills in',
    '(?P<b>b)(?P<a>a)',
    'https://a.org/',
    "Group 'a' in linkifier pattern is not present in URL template.",
  ],
  ['opens a brace twice', '(?P<id>a)', 'https://a.org/{{id}}', 'Invalid URL template.'],
  ['leaves a brace open', '(?P<id>a)', 'https://a.org/{id', 'Invalid URL template.'],
  ['asks for a reserved operator', '(?P<id>a)', 'https://a.org/{|id}', 'Invalid URL template.'],
  ['fills in nothing', 'a', 'https://a.org/{}', 'Invalid URL template.'],
  ['holds a blank', '(?P<id>a)', 'https://a.org/ {id}', 'Invalid URL template.'],
  ['runs a script', '(?P<id>a)', 'javascript:alert({id})', 'begin the URL template with https://'],
]

test.each(refused)('nobody writes a linkifier that %s', (_what, pattern, urlTemplate, reason) => {
  expect(() => checkLinkifier({ pattern, urlTemplate })).toThrow(reason)
})
