import type { Finding } from '../model/verdict.ts'
import { isObject, member } from './json.ts'
import type { JsonObject } from './json.ts'
import { tokenFinding } from './jws-shape.ts'
import { finding } from './finding.ts'

const MOST_NAMED = 10

const childrenOf = (value: JsonObject | readonly unknown[]): readonly string[] => Object.keys(value)

/** Paths at which two JSON values differ, at most ten; order of members does not count. Keeps its own stack. */
export function differences(left: unknown, right: unknown): readonly string[] {
  const found: string[] = []
  const stack: [path: string, left: unknown, right: unknown][] = [['', left, right]]
  for (let next = stack.pop(); next !== undefined && found.length < MOST_NAMED; next = stack.pop()) {
    const [path, a, b] = next
    if (a === b) continue
    const alike = (isObject(a) && isObject(b)) || (Array.isArray(a) && Array.isArray(b))
    if (!alike) {
      found.push(path === '' ? 'externalApplicationEvent' : path)
      continue
    }
    const from = a as JsonObject
    const to = b as JsonObject
    for (const name of new Set([...childrenOf(from), ...childrenOf(to)])) {
      const inner = path === '' ? name : `${path}.${name}`
      if (Object.hasOwn(from, name) && Object.hasOwn(to, name)) stack.push([inner, from[name], to[name]])
      else found.push(inner)
    }
  }
  return found.slice(0, MOST_NAMED)
}

/**
 * Compares the event in the body with its copy in the signed payload. The documentation never says that the payload repeats it
 * (domain.md §3), so its absence is said, not counted against the callback. Nothing to compare with in the body: no finding.
 */
export function checkEnvelope(event: unknown, claims: JsonObject | null): Finding | null {
  if (event === undefined || claims === null) return null
  const signed = member(claims, 'externalApplicationEvent')
  if (signed === undefined) return finding('jws-envelope-not-signed')
  const members = differences(event, signed)
  if (members.length === 0) return finding('jws-envelope-equal')
  return tokenFinding('jws-envelope-differs', 'verified', 'ok-envelope-differs', { members })
}
