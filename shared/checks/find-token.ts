import type { JwsPresence } from './signature.ts'
import { isObject, member } from './json.ts'
import type { JsonObject } from './json.ts'
import type { NamedValue } from '../model/recognition.ts'

/** Where jwsData stood, and what it was. */
export interface FoundToken {
  readonly presence: JwsPresence
  readonly text: string | null
  /** Where it was found, when that is not where the documentation puts it; else null. */
  readonly place: string | null
  /** The object that holds it: the event, if any, stands beside it. */
  readonly holder: unknown
  /** Names and positions from the root of the body to the holder. */
  readonly path: readonly string[]
}

/** Larger bodies are no callbacks; looking through all their members would hold up the others. */
const MOST_LOOKED_AT = 20_000
const NAME = /^jws[-_]?data$/i
/** Only a text with this, or with an escape that may stand for it, can have a member of that name. */
const MAY_NAME = /jws|\\u/i
/** A compact token whose header begins with `{"`. */
const BARE_TOKEN = /^\s*eyJ[\w-]*\.[\w-]*\.[\w-]*\s*$/
const NONE: FoundToken = { presence: 'absent', text: null, place: null, holder: undefined, path: [] }

function presenceOf(value: unknown): Pick<FoundToken, 'presence' | 'text'> {
  if (typeof value === 'string') return { presence: 'text', text: value }
  return { presence: value === null ? 'null' : 'not-text', text: null }
}

/** `events[0].data.jwsData`: a position in brackets, a name after a dot. */
const placeOf = (path: readonly string[]): string =>
  path.map((part, at) => (/^\d+$/.test(part) ? `[${part}]` : at === 0 ? part : `.${part}`)).join('')

interface Step {
  readonly value: unknown
  readonly path: readonly string[]
}

const isContainer = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null

/** Level by level, so that the one nearest to the root is found; keeps its own queue, so that nesting does no harm. */
function searchBody(json: unknown): FoundToken | null {
  const queue: Step[] = [{ value: json, path: [] }]
  let second: FoundToken | null = null
  for (let at = 0; at < queue.length; at++) {
    const step = queue[at]
    if (step === undefined || !isContainer(step.value)) continue
    for (const [name, value] of Object.entries(step.value)) {
      if (isObject(step.value) && NAME.test(name)) {
        const place = placeOf([...step.path, name])
        const found = { ...presenceOf(value), place, holder: step.value, path: step.path }
        if (found.presence === 'text') return found
        second ??= found
      }
      // A member of that name wraps nothing; it is there to see what we do with it.
      if (name === '__proto__') continue
      if (isContainer(value) && step.path.length < 1000 && queue.length < MOST_LOOKED_AT)
        queue.push({ value, path: [...step.path, name] })
    }
  }
  return second
}

function fromPairs(pairs: readonly NamedValue[], where: string): FoundToken | null {
  const pair = pairs.find(({ name }) => NAME.test(name))
  return pair === undefined ? null : { ...NONE, presence: 'text', text: pair.value, place: `${where} ${pair.name}` }
}

/**
 * Finds jwsData wherever it stands: as a member of the body (as documented), deeper in it, in another letter case, as a form field,
 * as a query parameter, or as the whole body.
 * @param json the body as parsed; undefined when it is no JSON
 * @param form reads the body as a form (`a=b&c=d`)
 */
export function findToken(
  json: unknown,
  text: string,
  query: readonly NamedValue[],
  form: (text: string) => readonly NamedValue[],
): FoundToken {
  const documented = member(json, 'jwsData')
  if (documented !== undefined) return { ...NONE, ...presenceOf(documented), holder: json }
  const inBody = isContainer(json) && MAY_NAME.test(text) ? searchBody(json) : null
  if (inBody !== null) return inBody
  if (json === undefined && /jws[-_]?data=/i.test(text.slice(0, 100_000))) {
    const field = fromPairs(form(text), 'form field')
    if (field !== null) return field
  }
  if (json === undefined && BARE_TOKEN.test(text)) {
    return { ...NONE, presence: 'text', text, place: 'the whole body' }
  }
  if (typeof json === 'string' && BARE_TOKEN.test(json)) {
    return { ...NONE, presence: 'text', text: json, place: 'the whole body, as a JSON text' }
  }
  return fromPairs(query, 'query parameter') ?? NONE
}
