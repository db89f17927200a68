import type { ReactElement } from 'react'
import type { Limits } from '../../../shared/model/settings.ts'
import { NumberField } from '../../kit/fields.tsx'
import { Section } from './section.tsx'
import type { SectionProps } from './section.tsx'
import styles from './settings.module.css'

const FIELDS: readonly { readonly key: keyof Limits; readonly label: string; readonly help: string }[] = [
  {
    key: 'headerBytes',
    label: 'Request line and headers, bytes',
    help: 'Longer ones are refused with 431. Web servers commonly take 16 KiB; raise it for longer addresses.',
  },
  {
    key: 'headerSeconds',
    label: 'Time for the headers, seconds',
    help: 'From the first byte; later ones are answered 408.',
  },
  {
    key: 'bodyBytes',
    label: 'Body, bytes',
    help: 'A body that announces more, or grows larger, is refused with 413: it becomes a connection event, no callback.',
  },
  {
    key: 'requestSeconds',
    label: 'Time for the whole request, seconds',
    help: 'From its first byte to its last; what is not complete then is answered 408.',
  },
  {
    key: 'handshakeSeconds',
    label: 'Time for the TLS handshake, seconds',
    help: 'A handshake that is not finished then is closed.',
  },
  {
    key: 'idleSeconds',
    label: 'Kept-alive connection without a request, seconds',
    help: 'Then it is closed, as web servers do; this makes no row, since nothing is lost.',
  },
  {
    key: 'connections',
    label: 'Connections at a time',
    help: 'For each address that is listened on. Further ones are closed at once; a row counts them.',
  },
  {
    key: 'decodedBytes',
    label: 'Decompressed view of a body, bytes',
    help: 'A body that unpacks to more is taken, kept and shown as it came, and its verdict says so.',
  },
]

/** How much a client may ask of the listener. */
export function LimitsSection({ draft, change, errors }: SectionProps): ReactElement {
  return (
    <Section
      title="Limits"
      intro="How much a client may ask of the listener. A request that goes beyond is refused, and shows as a row of its own: nothing is dropped silently."
    >
      <div className={styles['grid']}>
        {FIELDS.map(({ key, label, help }) => (
          <NumberField
            key={key}
            label={label}
            value={draft.limits[key]}
            onChange={(value) => change({ limits: { ...draft.limits, [key]: value } })}
            error={errors[`limits.${key}`]}
            help={help}
          />
        ))}
      </div>
    </Section>
  )
}
