/**
 * Works something out once for each object, and keeps it as long as the object lives. For objects that are never changed, only
 * replaced; for thousands that live shortly see last-one.ts.
 */
export function oncePer<K extends object, V extends object | null>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, V>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(key)
    made.set(key, value)
    return value
  }
}
