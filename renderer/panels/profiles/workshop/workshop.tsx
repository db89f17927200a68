import type { ReactElement } from 'react'
import { MOST_LENGTH } from '../../../../shared/templates/lint.ts'
import { eventIn, optional, withEvent } from '../../../state/profile-draft.ts'
import { Scroll } from '../layout.tsx'
import type { WorkshopProps } from '../tab-props.ts'
import { ExpansionCard } from './expansion-card.tsx'
import { MatchCard } from './match-card.tsx'
import { RegistrationCard } from './registration-card.tsx'
import { TemplateField } from './template-field.tsx'
import styles from './workshop.module.css'

/** One template: written, looked at, filled with values, tried against an address, and registered. */
export function Workshop(props: WorkshopProps): ReactElement {
  const { draft, change, event, errors, locked, marks } = props
  const own = eventIn(draft, event)
  const text = own.uriTemplate ?? ''
  // Longer ones are refused everywhere, and are said to be too long.
  const usable = text !== '' && text.length <= MOST_LENGTH
  return (
    <Scroll label={`Template of ${event}`} wide>
      <div className={styles['half']}>
        <TemplateField
          event={event}
          text={text}
          marks={marks}
          locked={locked}
          error={errors[`events.${event}.uriTemplate`]}
          onChange={(changed) =>
            change({ events: withEvent(draft, event, { ...own, uriTemplate: optional(changed) }).events })
          }
        />
        {usable && <ExpansionCard draft={draft} event={event} text={text} />}
      </div>
      {usable && (
        <div className={styles['half']}>
          <MatchCard draft={draft} event={event} text={text} />
          <RegistrationCard {...props} text={text} />
        </div>
      )}
    </Scroll>
  )
}
