/**
 * Version 3: what an upstream answered when a rule passed a callback on. A table of its own, since few callbacks have one and
 * the arrival is written before the upstream is asked. `facts` is an UpstreamAnswer without its body, as JSON.
 */
export const upstreamAnswers = `
CREATE TABLE upstream_answer (
  sequence INTEGER PRIMARY KEY,
  facts TEXT NOT NULL,
  body BLOB NOT NULL
);
`
