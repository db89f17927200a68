/**
 * How well a query fits a text: null when its letters do not all occur in order; else a number, higher is better. Letters
 * at the start of words and next to each other count more.
 */
export function fuzzyScore(query: string, text: string): number | null {
  const wanted = query.toLowerCase().replaceAll(' ', '')
  const given = text.toLowerCase()
  let score = 0
  let at = -1
  for (const letter of wanted) {
    const found = given.indexOf(letter, at + 1)
    if (found === -1) return null
    const starts = found === 0 || /[\s:,(]/.test(given[found - 1] ?? '')
    score += found === at + 1 && at >= 0 ? 5 : starts ? 4 : 1
    score -= Math.min(3, (found - at - 1) * 0.1)
    at = found
  }
  return score
}

/** The things whose words fit, best first; all of them, in their order, for an empty query. */
export function fuzzyFilter<T>(query: string, things: readonly T[], words: (thing: T) => string): readonly T[] {
  return things
    .map((thing, index) => ({ thing, index, score: fuzzyScore(query, words(thing)) }))
    .filter((one): one is typeof one & { score: number } => one.score !== null)
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
    .map((one) => one.thing)
}
