/** The table of arrivals; made again when all are cleared (removal.ts). */
export const arrivalTable = `
CREATE TABLE arrival (
  sequence INTEGER PRIMARY KEY,
  received_at REAL NOT NULL,
  kind INTEGER NOT NULL,
  facts TEXT NOT NULL,
  raw BLOB NOT NULL
);
`

/**
 * Version 1: everything captured, and the numbers that were removed on purpose. `raw` stands last, so that times and
 * facts can be read without its overflow pages; BLOB, because TEXT is cut at a NUL by one driver.
 * removed_range.lost is 1 for numbers that were promised but not found at an opening (told once, then known).
 */
export const arrivals = `${arrivalTable}
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE removed_range (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, lost INTEGER NOT NULL DEFAULT 0);
`
