/**
 * Version 5: the lights in a table of their own. They are all that changes when callbacks are judged again with another salt or key;
 * in the wide rows that rewrote a page for every 28 callbacks, here for every 400. The index is covering for the filter by a light.
 */
export const lights = `
CREATE TABLE light (sequence INTEGER PRIMARY KEY, lights INTEGER NOT NULL);
INSERT INTO light (sequence, lights) SELECT sequence, lights FROM entry_index;
DROP INDEX entry_lights;
ALTER TABLE entry_index DROP COLUMN lights;
CREATE INDEX light_packed ON light (lights);
`
