import { counting } from './counting.ts'

export const realm = `
CREATE TABLE realm (
  id INTEGER PRIMARY KEY CHECK (id = 1), -- one organization per appliance
  uuid TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  createdAt INTEGER NOT NULL,
  pictures TEXT NOT NULL DEFAULT '{}', -- JSON: blob and version of icon and logos, see realm/pictures.ts
  settings TEXT NOT NULL DEFAULT '{}' -- JSON: only what differs from the defaults in realm/settings.ts
) STRICT;

CREATE TABLE userGroups (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  nameKey TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL DEFAULT '',
  isSystemGroup INTEGER NOT NULL DEFAULT 0,
  isDeactivated INTEGER NOT NULL DEFAULT 0,
  creatorId INTEGER REFERENCES users (id),
  createdAt INTEGER,
  settings TEXT NOT NULL DEFAULT '{}' -- JSON: can…Group values that differ from the defaults
) STRICT;

CREATE TABLE userGroupMembers (
  groupId INTEGER NOT NULL REFERENCES userGroups (id),
  userId INTEGER NOT NULL REFERENCES users (id),
  PRIMARY KEY (groupId, userId)
) STRICT, WITHOUT ROWID;

CREATE TABLE userGroupSubgroups (
  groupId INTEGER NOT NULL REFERENCES userGroups (id),
  subgroupId INTEGER NOT NULL REFERENCES userGroups (id),
  PRIMARY KEY (groupId, subgroupId)
) STRICT, WITHOUT ROWID;

CREATE TABLE realmEmoji (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  authorId INTEGER REFERENCES users (id),
  blobKey TEXT NOT NULL,
  stillKey TEXT,
  isDeactivated INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE linkifiers (
  id INTEGER PRIMARY KEY,
  pattern TEXT NOT NULL UNIQUE,
  urlTemplate TEXT NOT NULL,
  position INTEGER NOT NULL
) STRICT;

-- How often rows changed that everybody is told in full: lists made of them are kept as long as the count stays the same.
CREATE TABLE changeCounts (
  name TEXT PRIMARY KEY,
  changes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO changeCounts VALUES ('users', 0), ('userGroups', 0), ('alertWords', 0);

${counting('userGroups', 'userGroups')}
${counting('userGroupMembers', 'userGroups')}
${counting('userGroupSubgroups', 'userGroups')}
`
