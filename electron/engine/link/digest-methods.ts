import type { DigestCase } from '../../../shared/checks/digest/case.ts'
import { digestCase, otherSalts } from '../../../shared/checks/digest/case.ts'
import { searchCase } from '../../../shared/checks/digest/explain.ts'
import { candidateLists } from '../../../shared/checks/digest/lists.ts'
import { readPasted } from '../../../shared/checks/digest/paste.ts'
import { recognise } from '../../../shared/checks/recognise.ts'
import type { DIGEST_METHODS, DigestCaseView } from '../../../shared/protocol/digest.ts'
import { ProblemError } from '../../../shared/protocol/errors.ts'
import type { Handlers, Params } from '../../../shared/protocol/table.ts'
import type { DigestSearch } from '../../../shared/protocol/views.ts'
import { searchLimit } from '../clocks.ts'
import type { Engine } from '../core.ts'
import { parseHead } from '../listener/wire/head.ts'
import { digestHash, faultHash } from '../verify/hash.ts'

function viewOf(known: DigestCase): DigestCaseView {
  const { received, eventType, profileName, algorithm, values, others, salt, saltKnown, texts, ampNames } = known
  return { received, eventType, profileName, algorithm, values, others, salt, saltKnown, texts, ampNames }
}

/** The digest over the bytes in Latin-1; null when they are those of UTF-8, or when Latin-1 cannot write the text. */
function latin1Digest(algorithm: DigestCase['algorithm'], text: string): string | null {
  const beyondAscii = /[^\u0000-\u007f]/.test(text)
  return beyondAscii && !/[^\u0000-\u00ff]/.test(text) ? faultHash(algorithm, text, 'latin1').toUpperCase() : null
}

function ofEntry({ archive, trustFor }: Engine, sequence: number): DigestCaseView | null {
  const entry = archive.entry(sequence)
  if (entry === null || entry.facts.kind === 'connection') {
    throw new ProblemError({ code: 'not-found', message: `There is no callback ${String(sequence)} in the archive.` })
  }
  const { profiles } = trustFor(entry.facts)
  const head = parseHead(entry.raw, entry.facts.headLength)
  const found = recognise(head, '', profiles)
  if (found.recognition.family !== 'legacy') return null
  const known = digestCase(found, head.target, profiles, found.digests[0]?.value ?? '')
  return known === null ? null : viewOf(known)
}

function explain({ options }: Engine, params: Params<'digest.explain'>): DigestSearch {
  const { profiles } = options.trust.current()
  const { values, others, salt, eventType } = params
  const full = (one: { name: string; value: string; raw?: string | undefined }) => ({
    ...one,
    raw: one.raw ?? one.value,
  })
  const known: DigestCase = {
    ...params,
    values: values.map(full),
    others: others.map(full),
    profileName: null,
    otherSalts: otherSalts(null, profiles).filter((other) => other.salt !== salt),
    lists: candidateLists(eventType, [])
      .map(({ names }) => names)
      .filter((names) => names.length > 0),
  }
  return searchCase(known, faultHash, searchLimit())
}

/** The methods of the digest workshop. */
export function createDigestMethods(engine: Engine): Pick<Handlers, keyof typeof DIGEST_METHODS> {
  return {
    'digest.compute': ({ algorithm, values, salt }) => {
      const input = values.join('')
      const text = input + (salt ?? '')
      return { digest: digestHash(algorithm, text), input, latin1: latin1Digest(algorithm, text) }
    },
    'digest.read': ({ text }) => {
      const pasted = readPasted(text, engine.options.trust.current().profiles)
      if (pasted.kind === 'digest') return { received: pasted.received, known: null }
      return { received: pasted.known.received, known: viewOf(pasted.known) }
    },
    'digest.ofEntry': ({ sequence }) => ({ known: ofEntry(engine, sequence) }),
    'digest.explain': (params) => explain(engine, params),
  }
}
