import type { UrlFacts } from './model.ts'
import { fillPlaceholders } from './placeholders.ts'

/** One thing that somebody outside of the own network can run, and what it should show. */
export interface OutsideLine {
  readonly command: string
  readonly expect: string
}

/** One word of a POSIX shell. */
const word = (text: string) =>
  /^[A-Za-z0-9./:=@_+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`

/**
 * What to ask a colleague outside to run: none of it can be proved from the machine that serves. Empty when the address has no
 * host. Commands hold nothing but the address, quoted for sh.
 */
export function outsideLines({ text, host, parsed }: UrlFacts): readonly OutsideLine[] {
  if (host === null || parsed === null || host.name === '') return []
  const port = String(parsed.port ?? 443)
  const name = word(host.name)
  const url = word(fillPlaceholders(text).text)
  return [
    { command: `dig +short A ${name}`, expect: 'one public address for each server, the same as in the report' },
    {
      command: `curl -4 -sS -o /dev/null -w '%{http_code} in %{time_total} s\\n' ${url}`,
      expect: 'a status below 300, below 5 s',
    },
    {
      command: `openssl s_client -connect ${word(`${host.name}:${port}`)} -servername ${name} -verify_return_error </dev/null`,
      expect: '"Verify return code: 0 (ok)", and the whole chain',
    },
  ]
}
