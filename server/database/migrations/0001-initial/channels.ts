export const channels = `
CREATE TABLE channelFolders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  nameKey TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  renderedDescription TEXT NOT NULL DEFAULT '',
  creatorId INTEGER REFERENCES users (id),
  createdAt INTEGER NOT NULL,
  position INTEGER NOT NULL,
  isArchived INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE channels (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  nameKey TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL DEFAULT '',
  renderedDescription TEXT NOT NULL DEFAULT '',
  creatorId INTEGER REFERENCES users (id),
  createdAt INTEGER NOT NULL,
  isPrivate INTEGER NOT NULL DEFAULT 0,
  isWebPublic INTEGER NOT NULL DEFAULT 0,
  isHistoryShared INTEGER NOT NULL DEFAULT 1, -- 0: subscribers read from when they joined
  isArchived INTEGER NOT NULL DEFAULT 0,
  isDefault INTEGER NOT NULL DEFAULT 0, -- new members are subscribed
  folderId INTEGER REFERENCES channelFolders (id),
  messageRetentionDays INTEGER,
  firstMessageId INTEGER,
  settings TEXT NOT NULL DEFAULT '{}', -- JSON: only what differs from the defaults in channels/settings.ts
  stamp INTEGER NOT NULL, -- random, and new with every change of the row: what caches go by
  subscribersStamp INTEGER NOT NULL -- the same for who is subscribed
) STRICT;

CREATE TABLE channelDays (
  channelId INTEGER NOT NULL REFERENCES channels (id),
  day INTEGER NOT NULL, -- since 1970, UTC
  messages INTEGER NOT NULL,
  PRIMARY KEY (channelId, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE subscriptions (
  channelId INTEGER NOT NULL REFERENCES channels (id),
  userId INTEGER NOT NULL REFERENCES users (id),
  isActive INTEGER NOT NULL DEFAULT 1, -- 0: left; the settings are kept for a return
  isUserActive INTEGER NOT NULL DEFAULT 1, -- as users.isActive: the deactivated keep their subscriptions, and count nowhere
  color TEXT NOT NULL,
  isMuted INTEGER NOT NULL DEFAULT 0,
  isPinned INTEGER NOT NULL DEFAULT 0,
  desktopNotifications INTEGER, -- NULL: as the user's own setting says; so for the next four
  audibleNotifications INTEGER,
  pushNotifications INTEGER,
  emailNotifications INTEGER,
  wildcardMentionsNotify INTEGER,
  PRIMARY KEY (channelId, userId)
) STRICT, WITHOUT ROWID;
CREATE INDEX subscriptionsUser ON subscriptions (userId, isActive);
CREATE TRIGGER subscriptionsFollowUser AFTER UPDATE OF isActive ON users WHEN OLD.isActive <> NEW.isActive BEGIN
  UPDATE subscriptions SET isUserActive = NEW.isActive WHERE userId = NEW.id;
  UPDATE channels SET subscribersStamp = abs(random() % 1099511627776)
    WHERE id IN (SELECT channelId FROM subscriptions WHERE userId = NEW.id);
END;

-- Who received what: a subscriber receives the messages of the channel with fromMessageId <= id < toMessageId.
CREATE TABLE subscriptionPeriods (
  userId INTEGER NOT NULL REFERENCES users (id),
  channelId INTEGER NOT NULL REFERENCES channels (id),
  fromMessageId INTEGER NOT NULL,
  toMessageId INTEGER, -- NULL: still subscribed
  PRIMARY KEY (userId, channelId, fromMessageId)
) STRICT, WITHOUT ROWID;
CREATE INDEX subscriptionPeriodsChannel ON subscriptionPeriods (channelId, userId);

CREATE TABLE topics (
  id INTEGER PRIMARY KEY,
  channelId INTEGER NOT NULL REFERENCES channels (id),
  name TEXT NOT NULL,
  nameKey TEXT NOT NULL, -- foldTopic(name)
  lastMessageId INTEGER NOT NULL DEFAULT 0, -- 0: nothing in it
  UNIQUE (channelId, nameKey)
) STRICT;
CREATE INDEX topicsRecent ON topics (channelId, lastMessageId);

CREATE TABLE userTopics (
  userId INTEGER NOT NULL REFERENCES users (id),
  channelId INTEGER NOT NULL REFERENCES channels (id),
  topicKey TEXT NOT NULL,
  topicName TEXT NOT NULL,
  visibilityPolicy INTEGER NOT NULL,
  updatedAt INTEGER NOT NULL,
  PRIMARY KEY (userId, channelId, topicKey)
) STRICT, WITHOUT ROWID;
CREATE INDEX userTopicsPlace ON userTopics (channelId, topicKey);
`
