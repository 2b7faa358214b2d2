import { expect, test } from 'vitest'
import { namesUsed } from './names-used.ts'

test('a message says whom and what it names, and nothing else need be loaded', () => {
  const source =
    'hi @**Ada**, @_**Ben|32**, @**|33** and @*support*: #**announce**, #**announce>a > b**, #**announce>c@7** :party: /user_uploads/2/a.png.'
  expect(namesUsed(source)).toEqual({
    userNames: ['Ada'],
    userIds: [32, 33],
    groupNames: ['support'],
    channelNames: ['announce', 'announce>a > b', 'announce>c@7'],
    topics: [
      { channelName: 'announce', topic: 'a > b' },
      { channelName: 'announce', topic: 'c@7' },
    ],
    messageIds: [7],
    emojiNames: ['party'],
    uploads: ['2/a.png.', '2/a.png'],
  })
})

test('most messages name nothing', () => {
  expect(Object.values(namesUsed('Sounds good, see you at five')).flat()).toEqual([])
})
