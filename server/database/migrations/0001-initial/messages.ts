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
  editedAt INTEGER,
  movedAt INTEGER,
  CHECK ((channelId IS NULL) = (topicId IS NULL) AND (channelId IS NULL) <> (conversationId IS NULL))
) STRICT;
CREATE INDEX messagesTopic ON messages (topicId) WHERE topicId IS NOT NULL;
CREATE INDEX messagesChannel ON messages (channelId) WHERE channelId IS NOT NULL;
CREATE INDEX messagesConversation ON messages (conversationId) WHERE conversationId IS NOT NULL;
CREATE INDEX messagesSender ON messages (senderId);

-- Only the rare ones: starred, mentioned, wildcard_mentioned, collapsed, has_alert_word.
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
  body, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE searchProgress (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  upToMessageId INTEGER NOT NULL -- messages after it are scanned until they are indexed
) STRICT;
INSERT INTO searchProgress VALUES (1, 0);
`
