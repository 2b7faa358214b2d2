import { counting } from './counting.ts'

export const accounts = `
CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- never reused: old messages name their sender by it
  email TEXT NOT NULL,
  emailKey TEXT NOT NULL UNIQUE,
  deliveryEmail TEXT NOT NULL,
  deliveryEmailKey TEXT NOT NULL UNIQUE,
  fullName TEXT NOT NULL,
  role INTEGER NOT NULL,
  isActive INTEGER NOT NULL DEFAULT 1,
  isBot INTEGER NOT NULL DEFAULT 0,
  botType INTEGER,
  botOwnerId INTEGER REFERENCES users (id),
  isSystemBot INTEGER NOT NULL DEFAULT 0,
  passwordHash TEXT,
  timezone TEXT NOT NULL DEFAULT '',
  avatarKey TEXT, -- blob of the uploaded picture; without one, a drawn one is served
  avatarVersion INTEGER NOT NULL DEFAULT 1,
  dateJoined INTEGER NOT NULL,
  settings TEXT NOT NULL DEFAULT '{}' -- JSON: only what differs from the defaults in accounts/settings.ts
) STRICT;
CREATE INDEX usersBotOwner ON users (botOwnerId);

CREATE TABLE apiKeys (
  id INTEGER PRIMARY KEY,
  userId INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  keyHash BLOB NOT NULL UNIQUE, -- sha256: a key has 190 random bits, so a slow hash would add nothing
  label TEXT NOT NULL DEFAULT '',
  createdAt INTEGER NOT NULL,
  lastUsedAt INTEGER
) STRICT;
CREATE INDEX apiKeysUser ON apiKeys (userId);

CREATE TABLE sessions (
  id INTEGER PRIMARY KEY,
  userId INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  tokenHash BLOB NOT NULL UNIQUE,
  userAgent TEXT NOT NULL DEFAULT '',
  ip TEXT NOT NULL DEFAULT '',
  createdAt INTEGER NOT NULL,
  lastUsedAt INTEGER NOT NULL,
  expiresAt INTEGER NOT NULL
) STRICT;
CREATE INDEX sessionsUser ON sessions (userId);

CREATE TABLE invitations (
  id INTEGER PRIMARY KEY,
  token TEXT NOT NULL UNIQUE, -- readable again: an administrator may copy the link later
  invitedById INTEGER NOT NULL REFERENCES users (id),
  email TEXT, -- NULL: a link that anybody may use, and more than once
  role INTEGER NOT NULL,
  channelIds TEXT NOT NULL DEFAULT '[]',
  includeDefaultChannels INTEGER NOT NULL DEFAULT 1,
  notifyInviter INTEGER NOT NULL DEFAULT 1,
  createdAt INTEGER NOT NULL,
  expiresAt INTEGER,
  revokedAt INTEGER,
  acceptedAt INTEGER
) STRICT;

CREATE TABLE presences (
  userId INTEGER PRIMARY KEY REFERENCES users (id),
  activeAt INTEGER NOT NULL,
  idleAt INTEGER NOT NULL,
  updateId INTEGER NOT NULL
) STRICT;
CREATE INDEX presencesUpdate ON presences (updateId);

CREATE TABLE userStatuses (
  userId INTEGER PRIMARY KEY REFERENCES users (id),
  statusText TEXT NOT NULL DEFAULT '',
  emojiName TEXT NOT NULL DEFAULT '',
  emojiCode TEXT NOT NULL DEFAULT '',
  reactionType TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE mutedUsers (
  userId INTEGER NOT NULL REFERENCES users (id),
  mutedUserId INTEGER NOT NULL REFERENCES users (id),
  mutedAt INTEGER NOT NULL,
  PRIMARY KEY (userId, mutedUserId)
) STRICT, WITHOUT ROWID;

CREATE TABLE alertWords (
  userId INTEGER NOT NULL REFERENCES users (id),
  word TEXT NOT NULL,
  PRIMARY KEY (userId, word)
) STRICT, WITHOUT ROWID;

CREATE TABLE savedSnippets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  userId INTEGER NOT NULL REFERENCES users (id),
  title TEXT NOT NULL,
  content TEXT NOT NULL,
  createdAt INTEGER NOT NULL
) STRICT;
CREATE INDEX savedSnippetsUser ON savedSnippets (userId);

CREATE TABLE pushTokens (
  userId INTEGER NOT NULL REFERENCES users (id),
  service TEXT NOT NULL, -- apns or fcm
  token TEXT NOT NULL,
  appId TEXT, -- which app of the platform the token is for; FCM's say so themselves
  createdAt INTEGER NOT NULL,
  PRIMARY KEY (userId, service, token)
) STRICT, WITHOUT ROWID;

${counting('users', 'users')}
${counting('alertWords', 'alertWords')}
`
