/**
 * Version 2: one narrow row per judged arrival, and the full-text index. Each index is covering for its filter, so
 * that a filter never touches the table. `lights` packs five states in base 5 (see row-codec.ts). The search index
 * keeps no text (contentless) and no word positions (detail=none): a third of the size and time, and words are all
 * that the search promises.
 */
export const entryIndex = `
CREATE TABLE entry_index (
  sequence INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  received_at REAL NOT NULL,
  family INTEGER NOT NULL,
  event_type TEXT,
  reference TEXT,
  method TEXT NOT NULL,
  target TEXT NOT NULL,
  status INTEGER,
  size INTEGER NOT NULL,
  peer TEXT NOT NULL,
  lights INTEGER NOT NULL,
  cause INTEGER,
  simulated INTEGER NOT NULL,
  sent INTEGER,
  after_ms REAL
);
CREATE INDEX entry_connection ON entry_index (kind) WHERE kind = 1;
CREATE INDEX entry_family ON entry_index (family);
CREATE INDEX entry_event ON entry_index (event_type) WHERE event_type IS NOT NULL;
CREATE INDEX entry_lights ON entry_index (lights);
CREATE VIRTUAL TABLE search USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, tokenize = 'unicode61'
);
`
