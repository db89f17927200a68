/** Requests of one connection that may wait for their answers at the same time; then reading pauses. */
export const MAX_IN_FLIGHT = 32
/** How long we read (and drop) after our last answer, so that a reset does not take it from the peer. */
export const LINGER_MS = 2000

/** The life of a connection. OPEN: reads requests. LAST: answers what is in flight, then closes. LINGER: closed by us, waits for the peer. GONE: over. */
export const OPEN = 0
export const LAST = 1
export const LINGER = 2
export const GONE = 3

export const EMPTY: Buffer = Buffer.alloc(0)
