import type { ReactElement } from 'react'
import type { ProfileDraft } from '../../../shared/model/profile.ts'
import { placeholdersOf } from '../../../shared/templates/words.ts'
import { Choice } from '../../kit/choice.tsx'
import { Select } from '../../kit/fields.tsx'
import { eventIn, withEvent } from '../../state/profile-draft.ts'
import type { DigestDraft } from '../../state/profile-draft.ts'
import { MOST_EVENTS } from '../../state/template-marks.ts'
import { DigestForm } from './digest-form.tsx'
import { Card, Scroll } from './layout.tsx'
import styles from './profiles.module.css'
import type { TabProps } from './tab-props.ts'

const SCOPES = [
  { id: 'unknown', name: 'Not said' },
  { id: 'none', name: 'No digest' },
  { id: 'digest', name: 'Digest' },
] as const
const EVENT_SCOPES = [
  { id: 'unknown', name: 'As for all events' },
  { id: 'none', name: 'No digest registered' },
  { id: 'digest', name: 'Settings of its own' },
] as const
type Scope = (typeof SCOPES)[number]['id']

const scopeOf = (digest: ProfileDraft['digest']): Scope =>
  digest === undefined ? 'unknown' : digest === null ? 'none' : 'digest'
const START: DigestDraft = { algorithm: 'SHA1', parameters: ['paymentId'] }

/** What a scope means; settings of its own begin with those of all events. */
function scoped(scope: Scope, base: DigestDraft | null | undefined): ProfileDraft['digest'] {
  if (scope === 'unknown') return undefined
  return scope === 'none' ? null : (base ?? START)
}

const parametersOf = (event: string): readonly string[] =>
  (placeholdersOf(event) ?? ['paymentId', 'result']).filter((name) => name !== 'digest')

/** Digest settings for all events and for single ones, with every salt. */
export function DigestTab(props: TabProps): ReactElement {
  const { draft, change, locked } = props
  const { digest } = draft
  const own = Object.keys(draft.events).filter((event) => eventIn(draft, event).digest !== undefined)
  return (
    <Scroll label="Digest and salts">
      {draft.family !== undefined && draft.family !== 'legacy' && (
        <p className={styles['muted']}>
          Only legacy callbacks carry a digest. This profile is of another family, so that nothing here is used.
        </p>
      )}
      <Card
        title="For all events"
        intro="Digest = hash of the values in this order, then the salt; no separators. Every published list is tried as well, so that a wrong list is named."
        tools={
          <Choice
            label="Digest of all events"
            value={scopeOf(digest)}
            options={SCOPES}
            onChange={(scope) => !locked && change({ digest: scoped(scope, digest) })}
          />
        }
      >
        {digest == null ? (
          <p className={styles['muted']}>
            {digest === null
              ? 'Registered without a digest: a missing one is no fault, and nothing proves who sent a callback.'
              : 'Nothing is known of a digest: one that arrives cannot be checked.'}
          </p>
        ) : (
          <DigestForm
            {...props}
            digest={digest}
            path="digest"
            offered={['paymentId', 'result']}
            onChange={(changed) => change({ digest: changed })}
          />
        )}
      </Card>
      {own.slice(0, MOST_EVENTS).map((event) => (
        <EventDigest key={event} {...props} event={event} />
      ))}
      <OtherEvents {...props} events={Object.keys(draft.events).filter((event) => !own.includes(event))} />
    </Scroll>
  )
}

function EventDigest(props: TabProps & { readonly event: string }): ReactElement {
  const { draft, change, locked, event } = props
  const own = eventIn(draft, event)
  const put = (digest: ProfileDraft['digest']): void =>
    change({ events: withEvent(draft, event, { ...own, digest }).events })
  return (
    <Card title={event}>
      <Select
        label={`Digest of ${event}`}
        value={scopeOf(own.digest)}
        options={EVENT_SCOPES}
        disabled={locked}
        onChange={(scope) => scope !== scopeOf(own.digest) && put(scoped(scope, draft.digest))}
      />
      {own.digest != null && (
        <DigestForm
          {...props}
          digest={own.digest}
          path={`events.${event}.digest`}
          offered={parametersOf(event)}
          onChange={put}
        />
      )}
    </Card>
  )
}

/** Events that follow the settings above; one of them can be given its own. */
function OtherEvents({
  draft,
  change,
  locked,
  events,
}: TabProps & { readonly events: readonly string[] }): ReactElement {
  const separate = (event: string): void => {
    if (event === '') return
    const settings = scoped('digest', draft.digest)
    change({ events: withEvent(draft, event, { ...eventIn(draft, event), digest: settings }).events })
  }
  if (Object.keys(draft.events).length === 0) {
    return <p className={styles['muted']}>Events can have settings of their own, once they stand under Templates.</p>
  }
  if (events.length === 0) return <></>
  const names = events.slice(0, MOST_EVENTS)
  return (
    <Card
      title="Other events"
      intro={`As for all events: ${events.slice(0, 12).join(', ')}${events.length > 12 ? ', …' : ''}`}
    >
      {!locked && (
        <Select
          label="Give an event settings of its own"
          value=""
          options={[{ id: '', name: 'Choose an event …' }, ...names.map((event) => ({ id: event, name: event }))]}
          onChange={separate}
        />
      )}
    </Card>
  )
}
