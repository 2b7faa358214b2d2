export const messages = `
CREATE TABLE clients (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- The people of a direct-message conversation, whoever writes; memberKey is their ids, ascending, with commas.
CREATE TABLE conversations (
  id INTEGER PRIMARY KEY,
  memberKey TEXT NOT NULL UNIQUE,
  lastMessageId INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE conversationMembers (
  userId INTEGER NOT NULL REFERENCES users (id),
  conversationId INTEGER NOT NULL REFERENCES conversations (id),
  PRIMARY KEY (userId, conversationId)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversationMembersOf ON conversationMembers (conversationId);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- never reused: clients and unread sets remember ids
  senderId INTEGER NOT NULL REFERENCES users (id),
  channelId INTEGER REFERENCES channels (id),
  topicId INTEGER REFERENCES topics (id),
  conversationId INTEGER REFERENCES conversations (id),
  content TEXT NOT NULL,
  rendered TEXT NOT NULL,
  renderVersion INTEGER NOT NULL,
  sentAt INTEGER NOT NULL,
  clientId INTEGER NOT NULL REFERENCES clients (id),
  isMe INTEGER NOT NULL DEFAULT 0,
  hasLink INTEGER NOT NULL DEFAULT 0,
  hasImage INTEGER NOT NULL DEFAULT 0,
  hasAttachment INTEGER NOT NULL DEFAULT 0,
  hasReaction INTEGER NOT NULL DEFAULT 0,
  hasSubmessages INTEGER NOT NULL DEFAULT 0,
  mentionsEveryone INTEGER NOT NULL DEFAULT 0, -- of the channel or the direct message: no row for each of them
  isQuiet INTEGER NOT NULL DEFAULT 0, -- a notice: read when it comes, but for those whom messageFlags name
  editedAt INTEGER,
  movedAt INTEGER,
  CHECK ((channelId IS NULL) = (topicId IS NULL) AND (channelId IS NULL) <> (conversationId IS NULL))
) STRICT;
CREATE INDEX messagesTopic ON messages (topicId) WHERE topicId IS NOT NULL;
CREATE INDEX messagesChannel ON messages (channelId) WHERE channelId IS NOT NULL;
CREATE INDEX messagesConversation ON messages (conversationId) WHERE conversationId IS NOT NULL;
CREATE INDEX messagesSender ON messages (senderId);
CREATE INDEX messagesPlace ON messages (id, topicId, conversationId); -- for telling somebody where their unread messages are
-- The rare ones, for has:… and is:mentioned: a search for them must not read every message.
CREATE INDEX messagesWithLink ON messages (id) WHERE hasLink = 1;
CREATE INDEX messagesWithImage ON messages (id) WHERE hasImage = 1;
CREATE INDEX messagesWithAttachment ON messages (id) WHERE hasAttachment = 1;
CREATE INDEX messagesWithReaction ON messages (id) WHERE hasReaction = 1;
CREATE INDEX messagesToEveryone ON messages (id) WHERE mentionsEveryone = 1;
CREATE INDEX messagesQuiet ON messages (id) WHERE isQuiet = 1;

-- Where a message was sent that has since been moved to another channel: those people received it, not the new ones.
CREATE TABLE messageOrigins (
  messageId INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
  channelId INTEGER NOT NULL REFERENCES channels (id)
) STRICT;

-- What each client sent and how it names it, so that sending again after a lost answer does not say it twice.
CREATE TABLE messageEchoes (
  senderId INTEGER NOT NULL REFERENCES users (id),
  queueId TEXT NOT NULL,
  localId TEXT NOT NULL,
  messageId INTEGER NOT NULL, -- may be deleted since: then the answer is still this id
  PRIMARY KEY (senderId, queueId, localId)
) STRICT, WITHOUT ROWID;
CREATE INDEX messageEchoesAge ON messageEchoes (messageId);

-- Only the rare ones, numbered in messages/flags.ts. Not "read": see unreadSets.
CREATE TABLE messageFlags (
  userId INTEGER NOT NULL REFERENCES users (id),
  flag INTEGER NOT NULL,
  messageId INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  PRIMARY KEY (userId, flag, messageId)
) STRICT, WITHOUT ROWID;
CREATE INDEX messageFlagsMessage ON messageFlags (messageId);

-- What each person has not read, as a roaring bitmap that is true up to and including upToMessageId.
CREATE TABLE unreadSets (
  userId INTEGER PRIMARY KEY REFERENCES users (id),
  upToMessageId INTEGER NOT NULL,
  revision INTEGER NOT NULL, -- grows with every change: whoever keeps the set in memory knows when it is stale
  messageIds BLOB NOT NULL
) STRICT;

CREATE TABLE messageEdits (
  id INTEGER PRIMARY KEY,
  messageId INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  editorId INTEGER REFERENCES users (id),
  editedAt INTEGER NOT NULL,
  previousContent TEXT,
  previousRendered TEXT,
  previousTopic TEXT,
  topic TEXT,
  previousChannelId INTEGER,
  channelId INTEGER
) STRICT;
CREATE INDEX messageEditsMessage ON messageEdits (messageId);

CREATE TABLE reactions (
  messageId INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  userId INTEGER NOT NULL REFERENCES users (id),
  reactionType TEXT NOT NULL,
  emojiCode TEXT NOT NULL,
  emojiName TEXT NOT NULL,
  reactedAt INTEGER NOT NULL,
  PRIMARY KEY (messageId, reactionType, emojiCode, userId)
) STRICT, WITHOUT ROWID;

CREATE TABLE submessages (
  id INTEGER PRIMARY KEY,
  messageId INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  senderId INTEGER NOT NULL REFERENCES users (id),
  type TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT;
CREATE INDEX submessagesMessage ON submessages (messageId);

CREATE VIRTUAL TABLE messageSearch USING fts5 (
  topic, body,
  place, -- c12 and t34, or d56; and u7, who wrote it: words from there are then found without reading all others
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE searchProgress (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  upToMessageId INTEGER NOT NULL -- messages after it are scanned until they are indexed
) STRICT;
INSERT INTO searchProgress VALUES (1, 0);

-- Indexed messages that were edited, moved or deleted since: until they are indexed anew, what the index says of them is void.
CREATE TABLE searchQueue (
  messageId INTEGER PRIMARY KEY
) STRICT;
`
