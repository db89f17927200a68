import { withOtherSlash } from '../checks/profile-match.ts'
import { parseTarget } from '../checks/target.ts'
import { compileTemplate, matchTemplate } from '../checks/uri-template.ts'
import type { UriTemplate } from '../checks/uri-template.ts'
import type { NamedValue } from '../model/recognition.ts'
import type { ParsedTarget } from '../checks/target.ts'

/** Whether a pasted address fits a template, and what it gives or where it differs. */
export type MatchTest =
  | {
      readonly fits: true
      readonly values: readonly NamedValue[]
      /** Names of query parameters that the template does not have; they do no harm. */
      readonly more: readonly string[]
      /** The address has another host than the template: tried all the same. */
      readonly otherHost: string | null
    }
  | { readonly fits: false; readonly reasons: readonly string[] }

/** Takes what people paste (a URL, a path, a request line, a quoted piece of a log line), gives the target of it. */
export function targetIn(pasted: string): string {
  const line = pasted.trim().replace(/^["'<]+|["'>]+$/g, '')
  const request = /^[A-Z]{3,10} (\S+)(?: HTTP\/[\d.]+)?$/.exec(line)?.[1]
  return (request ?? line).split('#', 1)[0] ?? ''
}

type Pieces = UriTemplate['path'][number]
const written = (pieces: Pieces) =>
  pieces.map((piece) => ('text' in piece ? piece.text : `{${piece.placeholder}}`)).join('')
const isFixed = (pieces: Pieces) => pieces.every((piece) => 'text' in piece)

function pathReasons(template: UriTemplate, target: ParsedTarget): readonly string[] {
  const segments = target.path.split('/')
  const { length } = template.path
  if (segments.length !== length) {
    return [
      `The path has ${segments.length - 1} parts, the template has ${length - 1}: slashes count, also the last one.`,
    ]
  }
  return template.path.flatMap((pieces, index) => {
    const segment = segments[index] ?? ''
    if (isFixed(pieces)) {
      return written(pieces) === segment
        ? []
        : [
            `Part ${index} of the path is “${segment}”, the template has “${written(pieces)}”: letter case and encoding count.`,
          ]
    }
    return segment === '' ? [`Part ${index} of the path is empty, where the template has ${written(pieces)}.`] : []
  })
}

function queryReasons(template: UriTemplate, target: ParsedTarget): readonly string[] {
  return template.query.flatMap(({ name, pieces }) => {
    const found = target.query.find((pair) => pair.name === name)
    if (found === undefined) return written(pieces) === '{digest}' ? [] : [`The parameter “${name}” is missing.`]
    const same = target.query.some((pair) => pair.name === name && pair.raw === written(pieces))
    if (!isFixed(pieces) || same) return []
    return [`The parameter “${name}” is “${found.value}”, the template has “${written(pieces)}”.`]
  })
}

const hostIn = (text: string) => /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/.exec(text)?.[1]?.toLowerCase() ?? null

/** Said where nothing but the slash at the end of the path differs: recognition takes such a request all the same. */
const ONLY_SLASH =
  'Only the slash at the end of the path differs. Such a request is read by the template all the same, with a remark; servers may answer it with a redirect.'

function reasonsFor(template: UriTemplate, target: ParsedTarget): readonly string[] {
  const other = withOtherSlash(target)
  if (other !== null && matchTemplate(template, other) !== null) return [ONLY_SLASH]
  const reasons = [...pathReasons(template, target), ...queryReasons(template, target)]
  return reasons.length > 0 ? reasons : ['The values do not fit between the fixed parts of the template.']
}

/** Tries a template against a pasted address: the values of its placeholders, or every place where the two differ. Never throws. */
export function testMatch(template: string, pasted: string): MatchTest {
  const compiled = compileTemplate(template)
  const plain = targetIn(pasted)
  const target = parseTarget(/^(?:\/|[A-Za-z][A-Za-z0-9+.-]*:\/\/)/.test(plain) ? plain : `/${plain}`)
  const match = matchTemplate(compiled, target)
  if (match === null) return { fits: false, reasons: reasonsFor(compiled, target) }
  const names = new Set(compiled.query.map(({ name }) => name))
  const [own, other] = [hostIn(template), hostIn(plain)]
  return {
    fits: true,
    values: match.values,
    more: [...new Set(target.query.map(({ name }) => name))].filter((name) => !names.has(name)),
    otherHost: own !== null && other !== null && own !== other ? other : null,
  }
}
