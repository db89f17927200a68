/** Remembers what was worked out for the last key, and nothing else. */
export interface LastOne<K, V> {
  readonly get: (key: K) => V | undefined
  readonly set: (key: K, value: V) => void
}

/**
 * For what the verdict on a token and the view of it share: they are made right after one another. A map of weak keys remembers more,
 * but thousands of short-lived keys in it cost the garbage collector more time than the work that is saved.
 */
export function lastOne<K, V>(): LastOne<K, V> {
  let last: { readonly key: K; readonly value: V } | null = null
  return {
    get: (key) => (last?.key === key ? last.value : undefined),
    set: (key, value) => void (last = { key, value }),
  }
}
