import { toProblem } from '../../shared/protocol/errors.ts'
import { plural } from '../format/units.ts'
import type { App } from './create-app.ts'

/** Bodies of callbacks with a token are some KiB; what is longer is cut, and the check says so. */
const LONGEST = 4_194_304

async function textOf(app: App, sequence: number): Promise<string> {
  const { entry } = app.detail.store.getState()
  const place = entry?.kind === 'callback' && entry.sequence === sequence ? (entry.jws?.place ?? '') : ''
  // A token in the target is not in the body: then the whole request goes along.
  const part = place.startsWith('query') ? 'raw' : 'decoded'
  const { bytes } = await app.call('entry.bytes', { sequence, part, from: 0, length: LONGEST })
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}

/** Puts a captured callback into the signature workshop: its body, so that token and event are compared there too. */
export function fillWorkshop(app: App, sequence: number): void {
  textOf(app, sequence).then(
    (text) => {
      app.signature.fill(text)
      app.ui.setPanel('signature')
    },
    (thrown: unknown) => app.ui.fail(toProblem(thrown)),
  )
}

/** Fetches every registered key set that comes from an address; says what came of it. */
export async function refreshKeySets(app: App): Promise<void> {
  const { sets } = await app.call('keysets.list', {})
  const names = sets.flatMap(({ kind, profile }) => (kind === 'url' && profile !== null ? [profile] : []))
  if (names.length === 0) {
    app.ui.say('No profile names the address of a key set, so there is nothing to fetch.', 'error')
    return
  }
  const results = await Promise.allSettled(names.map((profile) => app.call('keysets.refresh', { profile })))
  for (const result of results) if (result.status === 'rejected') app.ui.fail(toProblem(result.reason))
  const fetched = results.filter(({ status }) => status === 'fulfilled').length
  if (fetched > 0) app.ui.say(`Fetched ${plural(fetched, 'key set')}.`)
}
