export const bots = `
-- What only bots have. Each bot is a user, and has a row here.
CREATE TABLE bots (
  userId INTEGER PRIMARY KEY REFERENCES users (id),
  sendingChannelId INTEGER REFERENCES channels (id), -- where its webhooks say things that name no place
  eventsChannelId INTEGER REFERENCES channels (id), -- what its queues hear of, where they do not say
  hearsAllPublic INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What programs keep between two runs.
CREATE TABLE botStorage (
  userId INTEGER NOT NULL REFERENCES users (id),
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (userId, key)
) STRICT, WITHOUT ROWID;
`
