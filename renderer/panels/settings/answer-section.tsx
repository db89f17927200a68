import type { ReactElement } from 'react'
import { Banner } from '../../kit/bits.tsx'
import { NumberField, TextField } from '../../kit/fields.tsx'
import { HeaderFields } from '../rules/header-fields.tsx'
import { Section } from './section.tsx'
import type { SectionProps } from './section.tsx'
import styles from './settings.module.css'

/** What every callback is answered. */
export function AnswerSection({ draft, change, errors }: SectionProps): ReactElement {
  const { answer } = draft
  const put = (part: Partial<typeof answer>): void => change({ answer: { ...answer, ...part } })
  return (
    <Section
      title="Answer"
      intro="Sent after the callback is safely stored. The bank counts every status below 300 as delivered."
    >
      <div className={styles['grid']}>
        <NumberField
          label="Status"
          grouped={false}
          min={200}
          max={599}
          value={answer.status}
          onChange={(status) => put({ status })}
          error={errors['answer.status']}
        />
      </div>
      {answer.status >= 300 && (
        <Banner severity="warning" inset>
          The bank will count this as a failed attempt and call again, up to 20 times over 36 hours.
        </Banner>
      )}
      <HeaderFields
        headers={answer.headers}
        change={(headers) => put({ headers })}
        errorAt={(index, part) => errors[`answer.headers.${index}.${part}`]}
      />
      <TextField
        label="Body"
        code
        rows={5}
        value={answer.body}
        onChange={(body) => put({ body })}
        error={errors['answer.body']}
        help="Not sent with 204 and 304."
      />
    </Section>
  )
}
