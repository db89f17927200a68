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
    help: 'Web servers commonly take 16 KiB. Raise it for longer addresses.',
  },
  { key: 'headerSeconds', label: 'Time for the headers, seconds', help: 'From the first byte.' },
  { key: 'bodyBytes', label: 'Body, bytes', help: 'More is cut off and shown as a connection event.' },
  { key: 'requestSeconds', label: 'Time for the whole request, seconds', help: 'From its first byte to its last.' },
  { key: 'handshakeSeconds', label: 'Time for the TLS handshake, seconds', help: '' },
  { key: 'idleSeconds', label: 'Kept-alive connection without a request, seconds', help: '' },
  { key: 'connections', label: 'Connections at a time', help: '' },
  { key: 'decodedBytes', label: 'Decompressed view of a body, bytes', help: 'The raw bytes are always kept whole.' },
]

/** How much a client may ask of the listener. */
export function LimitsSection({ draft, change, errors }: SectionProps): ReactElement {
  return (
    <Section
      title="Limits"
      intro="What goes beyond one of these is refused, and shows as a row of its own: nothing is dropped silently."
    >
      <div className={styles['grid']}>
        {FIELDS.map(({ key, label, help }) => (
          <NumberField
            key={key}
            label={label}
            value={draft.limits[key]}
            onChange={(value) => change({ limits: { ...draft.limits, [key]: value } })}
            error={errors[`limits.${key}`]}
            {...(help === '' ? {} : { help })}
          />
        ))}
      </div>
    </Section>
  )
}
