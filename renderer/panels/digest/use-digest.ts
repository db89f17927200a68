import { useEffect, useState } from 'react'
import { toProblem } from '../../../shared/protocol/errors.ts'
import type { MethodResult, Params } from '../../../shared/protocol/table.ts'
import { useApp, useEngineView } from '../../app/use-app.ts'
import { count } from '../../format/units.ts'
import type { DigestState } from '../../state/digest.ts'

type Computed = MethodResult<'digest.compute'>
type Search = MethodResult<'digest.explain'>

/** An answer of the engine, or the sentence that says why there is none; both null while it is worked out. */
export interface Answered<T> {
  readonly value: T | null
  readonly problem: string | null
}

const NOTHING = { value: null, problem: null } as const
/** The search takes some milliseconds: it waits until the typing pauses. */
const TYPING_PAUSE_MS = 150
/** What is longer is no digest, and the search says so from its beginning. */
const LONGEST = 10_000

/** Asks the engine again whenever what is asked has changed; null: nothing is to be asked. */
function useAnswer<T>(ask: (() => Promise<T>) | null, key: string, pause: number): Answered<T> {
  const ready = useEngineView((view) => view.link.kind === 'ready')
  const [answer, setAnswer] = useState<Answered<T>>(NOTHING)
  useEffect(() => {
    let current = true
    const keep = (value: Answered<T>): void => {
      if (current) setAnswer(value)
    }
    const timer = setTimeout(() => {
      if (ask === null) return keep(NOTHING)
      return void ask().then(
        (value) => keep({ value, problem: null }),
        (thrown: unknown) => keep({ value: null, problem: toProblem(thrown).message }),
      )
    }, pause)
    return () => {
      current = false
      clearTimeout(timer)
    }
    // The key holds everything that is asked; the function is made anew at each drawing.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key, ready, pause])
  return answer
}

/** True while nothing was typed yet. */
export const isEmpty = ({ rows, salt }: DigestState): boolean => salt === '' && rows.every(({ value }) => value === '')

/** The engine takes values and salts of this length; a real one has some dozen characters. */
export const LONGEST_VALUE = 10_000

/** Which of the texts is too long to be hashed, in words; null: none. */
export function tooLong({ rows, salt }: DigestState): string | null {
  const at = rows.findIndex(({ value }) => value.length > LONGEST_VALUE)
  const text = at < 0 ? salt : (rows[at]?.value ?? '')
  if (text.length <= LONGEST_VALUE) return null
  const what = at < 0 ? 'The salt' : `Value ${String(at + 1)}`
  return `${what} has ${count(text.length)} characters. Up to ${count(LONGEST_VALUE)} are hashed here: shorten it.`
}

/** The digest of what stands in the workshop. */
export function useComputed(state: DigestState): Answered<Computed> {
  const { call } = useApp()
  const { algorithm, rows, salt } = state
  const params = { algorithm, values: rows.map(({ value }) => value), salt: salt === '' ? null : salt }
  const asked = !isEmpty(state) && tooLong(state) === null
  return useAnswer(asked ? () => call('digest.compute', params) : null, JSON.stringify(params), 0)
}

function questionOf({
  received,
  algorithm,
  rows,
  salt,
  eventType,
  identifiers,
  origin,
}: DigestState): Params<'digest.explain'> {
  const given = ({ name, value, raw }: { name: string; value: string; raw?: string | undefined }) =>
    raw === undefined ? { name, value } : { name, value, raw }
  return {
    received: received.trim() === '' ? '' : received.slice(0, LONGEST),
    algorithm,
    values: rows.map(given),
    salt: salt === '' ? null : salt,
    saltKnown: true,
    eventType,
    others: (origin?.others ?? []).slice(0, 50).map(given),
    identifiers: identifiers
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .slice(0, 20),
    texts: (origin?.texts ?? []).filter(({ text }) => text.length <= 10_000).slice(0, 5),
    ampNames: (origin?.ampNames ?? []).slice(0, 50),
  }
}

/** What the fault search says of the digest that came; nothing while none is there. */
export function useSearch(state: DigestState): Answered<Search> {
  const { call } = useApp()
  const params = questionOf(state)
  const asked = params.received !== '' && !isEmpty(state)
  return useAnswer(
    asked ? () => call('digest.explain', params) : null,
    JSON.stringify([asked, params]),
    TYPING_PAUSE_MS,
  )
}
