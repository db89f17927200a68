/**
 * Version 4: deliveries. `entry_index` learns to which delivery a callback belongs and with which number (`attempt`, packed as in
 * deliveries/codec.ts). A delivery keeps its attempts as JSON, since they are only ever read together; `state` is 0 not delivered, 1 at
 * the first attempt, 2 later, 3 not delivered and without a schedule. delivery_choice holds what was split or joined by hand: the
 * request `sequence` belongs to the delivery of `follows`, or (null) begins one. meta 'ungrouped' is the last number that an
 * older version indexed: up to there everything is grouped in the background.
 */
export const deliveries = `
ALTER TABLE entry_index ADD COLUMN delivery INTEGER;
ALTER TABLE entry_index ADD COLUMN attempt INTEGER;
CREATE TABLE delivery (
  id INTEGER PRIMARY KEY,
  key INTEGER NOT NULL,
  state INTEGER NOT NULL,
  last_chance_at REAL,
  last_sequence INTEGER NOT NULL,
  family INTEGER NOT NULL,
  event_type TEXT,
  reference TEXT,
  simulated INTEGER NOT NULL,
  trail TEXT NOT NULL
);
CREATE INDEX delivery_key ON delivery (key);
CREATE INDEX delivery_state ON delivery (state, last_chance_at);
CREATE INDEX delivery_reference ON delivery (reference) WHERE reference IS NOT NULL;
CREATE TABLE delivery_choice (
  sequence INTEGER PRIMARY KEY,
  key INTEGER NOT NULL,
  follows INTEGER
);
INSERT INTO meta (name, value) SELECT 'ungrouped', coalesce(max(sequence), 0) FROM entry_index;
`
