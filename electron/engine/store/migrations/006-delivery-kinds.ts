/**
 * Version 6: deliveries are found by reference and key in one index, in place of two. Keys are random: an index that began with them
 * rewrote a page for nearly every callback of a flood, while references grow with time.
 */
export const deliveryKinds = `
DROP INDEX IF EXISTS delivery_key;
DROP INDEX IF EXISTS delivery_reference;
CREATE INDEX IF NOT EXISTS delivery_kind ON delivery (reference, key);
`
