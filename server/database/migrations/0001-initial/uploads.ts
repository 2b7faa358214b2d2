export const uploads = `
-- Every stored file, of every class. Which store holds it stands in its own row, so that switching breaks nothing.
CREATE TABLE blobs (
  key TEXT PRIMARY KEY, -- the same on every store
  class TEXT NOT NULL,
  store TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 BLOB NOT NULL,
  contentType TEXT NOT NULL,
  createdAt INTEGER NOT NULL,
  isSpooled INTEGER NOT NULL DEFAULT 0 -- 1: kept here only until the store it was meant for answers again
) STRICT, WITHOUT ROWID;
CREATE INDEX blobsStore ON blobs (store, class, bytes);
CREATE INDEX blobsCreated ON blobs (createdAt);
CREATE INDEX blobsSpooled ON blobs (isSpooled) WHERE isSpooled = 1;

-- Files whose row is gone, or has moved to another store, and whose bytes are still to be removed from this one.
CREATE TABLE discardedBlobs (
  key TEXT NOT NULL,
  store TEXT NOT NULL,
  notBefore INTEGER NOT NULL,
  PRIMARY KEY (key, store)
) STRICT, WITHOUT ROWID;

-- Files on their way into a store. A row goes with the transaction that says the file is there; what a crash leaves is removed.
CREATE TABLE arrivingBlobs (
  key TEXT NOT NULL,
  store TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (key, store)
) STRICT, WITHOUT ROWID;
CREATE INDEX arrivingBlobsSince ON arrivingBlobs (since);

-- Moves of files between stores; how far one has come stands in the rows of the files themselves.
CREATE TABLE storageMoves (
  id INTEGER PRIMARY KEY,
  target TEXT NOT NULL,
  classes TEXT NOT NULL, -- JSON list
  parallel INTEGER NOT NULL,
  bytesPerSecond INTEGER, -- NULL: as fast as it goes
  state TEXT NOT NULL, -- running, paused, cancelled, finished
  startedAt INTEGER NOT NULL,
  finishedAt INTEGER,
  movedFiles INTEGER NOT NULL DEFAULT 0,
  movedBytes INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE storageMoveFailures (
  moveId INTEGER NOT NULL REFERENCES storageMoves (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  class TEXT NOT NULL,
  cause TEXT NOT NULL,
  PRIMARY KEY (moveId, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE uploads (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- never reused: clients remember attachments by it
  path TEXT NOT NULL UNIQUE, -- /user_uploads/ + path
  blobKey TEXT NOT NULL REFERENCES blobs (key),
  filename TEXT NOT NULL,
  ownerId INTEGER NOT NULL REFERENCES users (id),
  createdAt INTEGER NOT NULL,
  width INTEGER, -- of an image, as it is shown; NULL: not an image, or one that cannot be shown
  height INTEGER,
  frames INTEGER
) STRICT;
CREATE INDEX uploadsOwner ON uploads (ownerId);
CREATE INDEX uploadsBlob ON uploads (blobKey);

-- Smaller versions of an uploaded image, by their name in Zulip's list of formats.
CREATE TABLE thumbnails (
  uploadId INTEGER NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
  format TEXT NOT NULL,
  blobKey TEXT NOT NULL REFERENCES blobs (key),
  PRIMARY KEY (uploadId, format)
) STRICT, WITHOUT ROWID;

-- Who may read a file follows from the messages that show it.
CREATE TABLE attachments (
  uploadId INTEGER NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
  messageId INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  sentAt INTEGER NOT NULL, -- the message's: owners see when they showed a file
  PRIMARY KEY (uploadId, messageId)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachmentsMessage ON attachments (messageId);
`
