import type { ReactElement } from 'react'
import Plus from 'lucide-react/icons/plus'
import X from 'lucide-react/icons/x'
import { isSecretHeader } from '../../../shared/export/hide-secrets.ts'
import { useUi } from '../../app/use-app.ts'
import { Banner } from '../../kit/bits.tsx'
import { Button, IconButton } from '../../kit/button.tsx'
import { NumberField, TextField } from '../../kit/fields.tsx'
import { Section } from './section.tsx'
import type { SectionProps } from './section.tsx'
import styles from './settings.module.css'

/** What every callback is answered. */
export function AnswerSection({ draft, change, errors }: SectionProps): ReactElement {
  const presenting = useUi((ui) => ui.presenting)
  const { answer } = draft
  const put = (part: Partial<typeof answer>): void => change({ answer: { ...answer, ...part } })
  const setHeader = (index: number, pair: [string, string]): void =>
    put({ headers: answer.headers.map((old, at) => (at === index ? pair : old)) })
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
      {answer.headers.map(([name, value], index) => (
        // Headers have no name of their own to go by: they may repeat.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={styles['header']}>
          <TextField
            label="Header"
            code
            value={name}
            onChange={(text) => setHeader(index, [text, value])}
            error={errors[`answer.headers.${index}.0`]}
          />
          <TextField
            label="Value"
            code
            type={presenting && isSecretHeader(name) ? 'password' : 'text'}
            value={value}
            onChange={(text) => setHeader(index, [name, text])}
            error={errors[`answer.headers.${index}.1`]}
          />
          <IconButton
            label={`Remove the header ${name}`}
            quiet
            onPress={() => put({ headers: answer.headers.filter((_, at) => at !== index) })}
          >
            <X size={15} />
          </IconButton>
        </div>
      ))}
      <div className={styles['row']}>
        <Button small onPress={() => put({ headers: [...answer.headers, ['X-Answered-By', 'Callback Inspector']] })}>
          <Plus size={14} aria-hidden /> Add a header
        </Button>
      </div>
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
