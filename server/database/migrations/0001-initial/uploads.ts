export const uploads = `
-- Every stored file, of every class. Which store holds it stands in its own row, so that switching breaks nothing.
CREATE TABLE blobs (
  key TEXT PRIMARY KEY, -- the same on every store
  class TEXT NOT NULL,
  store TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 BLOB NOT NULL,
  contentType TEXT NOT NULL,
  createdAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX blobsStore ON blobs (store, class);

CREATE TABLE uploads (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE, -- /user_uploads/ + path
  blobKey TEXT NOT NULL REFERENCES blobs (key),
  filename TEXT NOT NULL,
  ownerId INTEGER NOT NULL REFERENCES users (id),
  createdAt INTEGER NOT NULL,
  width INTEGER,
  height INTEGER,
  frames INTEGER
) STRICT;
CREATE INDEX uploadsOwner ON uploads (ownerId);

-- Who may read a file follows from the messages that show it.
CREATE TABLE attachments (
  uploadId INTEGER NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
  messageId INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  PRIMARY KEY (uploadId, messageId)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachmentsMessage ON attachments (messageId);
`
