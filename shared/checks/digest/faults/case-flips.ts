/* A salt typed in other letter case, in two letters or more: `SecretHashSalt` for `secretHashsalt`. */

/** Texts tried at most: every way of up to ten letters, every three of fourteen. */
const MOST = 1_200

const flip = (char: string): string => (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase())
const isLetter = (char: string): boolean => flip(char) !== char && flip(char).length === char.length

/** Every choice of `count` of these places, in order. */
function* choices(places: readonly number[], count: number, from = 0): Generator<readonly number[]> {
  if (count === 0) {
    yield []
    return
  }
  for (let index = from; index <= places.length - count; index++) {
    const place = places[index] ?? 0
    for (const rest of choices(places, count - 1, index + 1)) yield [place, ...rest]
  }
}

function flipped(text: string, places: readonly number[]): string {
  let result = ''
  let from = 0
  for (const place of places) {
    result += text.slice(from, place) + flip(text.charAt(place))
    from = place + 1
  }
  return result + text.slice(from)
}

/** Places (from 1) in which two texts of one length differ. */
const differing = (one: string, other: string): readonly number[] =>
  Array.from(one, (_, at) => at + 1).filter((at) => one.charAt(at - 1) !== other.charAt(at - 1))

/**
 * Texts that differ from one in the case of their letters alone, the likeliest first: some letters other than they were typed, some
 * capitals in small letters, some small letters in capitals. What changes a single letter is another search's.
 */
export function* caseFlips(text: string): Generator<readonly [text: string, places: readonly number[]]> {
  const places = Array.from({ length: text.length }, (_, at) => at).filter((at) => isLetter(text.charAt(at)))
  const bases = [...new Set([text, text.toLowerCase(), text.toUpperCase()])].filter((one) => one.length === text.length)
  const seen = new Set([text])
  for (let count = 0; count <= places.length; count++) {
    for (const base of bases) {
      for (const chosen of choices(places, count)) {
        if (seen.size > MOST) return
        const result = flipped(base, chosen)
        if (seen.has(result)) continue
        seen.add(result)
        const other = differing(text, result)
        if (other.length > 1) yield [result, other]
      }
    }
  }
}
