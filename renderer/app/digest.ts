import { toProblem } from '../../shared/protocol/errors.ts'
import { visibleText } from '../format/visible.ts'
import { sameDraft } from '../state/profile-draft.ts'
import { withFoundSalt } from '../state/store-salt.ts'
import { today } from '../format/day.ts'
import type { App } from './create-app.ts'

/** Puts a captured callback into the digest workshop: values, salt, algorithm and the digest that came. */
export function fillDigest(app: App, sequence: number): void {
  app.call('digest.ofEntry', { sequence }).then(
    ({ known }) => {
      if (known === null) return app.ui.say('Callbacks of this family carry no digest.', 'error')
      const reference = known.values[0]?.value ?? ''
      app.digest.fill(known, visibleText(`${known.eventType ?? 'Callback'} ${reference}`.trim()))
      return app.ui.setPanel('digest')
    },
    (thrown: unknown) => app.ui.fail(toProblem(thrown)),
  )
}

/** Reads what was pasted; a URL, a request or a line of a log fills the workshop, a digest stays where it is. */
export async function readPasted(app: App, text: string): Promise<void> {
  const { known } = await app.call('digest.read', { text })
  if (known === null || app.digest.store.getState().received !== text) return
  app.digest.fill(known, 'what was pasted')
  if (known.received === '') app.ui.say('There is no digest in it; its values were taken.')
}

/** Stores the workshop's salt in a profile; the one before is kept as a previous salt. */
export async function storeSalt(app: App, name: string): Promise<void> {
  const { salt, algorithm, rows, eventType } = app.digest.store.getState()
  const { profile, secrets } = await app.call('profiles.read', { name })
  const { fingerprint } = await app.call('profiles.inspectSecret', { secret: salt })
  const found = {
    salt,
    algorithm,
    parameters: rows.map((row) => row.name),
    eventType,
    today: today(app.ui.store.getState().now),
    known: secrets.flatMap((secret) => (secret.fingerprint === fingerprint ? [secret.path] : [])),
  }
  const changed = withFoundSalt(profile, found)
  if (sameDraft(changed, profile)) return app.ui.say(`This is the salt of ${visibleText(name)} already.`)
  await app.call('profiles.save', { profile: changed, previousName: name })
  return app.ui.say(`Stored in ${visibleText(name)}. The salt before is kept as a previous one.`)
}
