import type { ReactElement } from 'react'
import type { Retention } from '../../../shared/model/settings.ts'
import { runAction } from '../../app/actions.ts'
import { useApp, useEngine } from '../../app/use-app.ts'
import { count, size } from '../../format/units.ts'
import { Button } from '../../kit/button.tsx'
import { NumberField, Switch } from '../../kit/fields.tsx'
import { Section } from './section.tsx'
import type { SectionProps } from './section.tsx'
import styles from './settings.module.css'

const FIELDS: readonly {
  readonly key: keyof Retention
  readonly label: string
  readonly start: number
  readonly unit: string
}[] = [
  { key: 'maxCount', label: 'Keep at most so many entries', start: 100_000, unit: 'Entries' },
  { key: 'maxAgeDays', label: 'Keep entries for so many days', start: 90, unit: 'Days' },
  { key: 'maxBytes', label: 'Keep the archive below a size', start: 1_000_000_000, unit: 'Bytes' },
]

/** Where everything captured is kept, and for how long. */
export function ArchiveSection({ draft, change, errors }: SectionProps): ReactElement {
  const app = useApp()
  const archive = useEngine((state) => state.archive)
  const put = (key: keyof Retention, value: number | null): void =>
    change({ retention: { ...draft.retention, [key]: value } })
  return (
    <Section
      title="Archive"
      intro="One file holds everything captured. Without a limit nothing is ever deleted; with one, the oldest goes first, and a warning comes at 80 %."
    >
      {archive !== null && (
        <div className={styles['card']}>
          <dl className={styles['facts']}>
            <dt>File</dt>
            <dd className="mono">{archive.file}</dd>
            <dt>Holds</dt>
            <dd>
              {count(archive.callbacks)} callbacks, {count(archive.connectionEvents)} connection events,{' '}
              {size(archive.bytes)}
            </dd>
          </dl>
          <div className={styles['row']}>
            <Button small onPress={() => app.desktop.showItem('archive')}>
              Show the file
            </Button>
            <Button small onPress={() => runAction(app, 'clear')}>
              Delete everything captured…
            </Button>
          </div>
        </div>
      )}
      {FIELDS.map(({ key, label, start, unit }) => (
        <div key={key} className={styles['card']}>
          <Switch label={label} on={draft.retention[key] !== null} onChange={(on) => put(key, on ? start : null)} />
          {draft.retention[key] !== null && (
            <NumberField
              label={unit}
              value={draft.retention[key]}
              onChange={(value) => put(key, value)}
              error={errors[`retention.${key}`]}
            />
          )}
        </div>
      ))}
    </Section>
  )
}
