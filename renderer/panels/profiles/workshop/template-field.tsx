import { useRef } from 'react'
import type { ReactElement } from 'react'
import CircleAlert from 'lucide-react/icons/circle-alert'
import Info from 'lucide-react/icons/info'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import type { TemplateMark } from '../../../../shared/templates/lint.ts'
import { explained } from '../../../../shared/export/explained.ts'
import { templateStretches } from '../../../format/template-stretches.ts'
import { Captured } from '../../../kit/bits.tsx'
import { cx } from '../../../kit/cx.ts'
import { TextField } from '../../../kit/fields.tsx'
import { Card } from '../layout.tsx'
import styles from './workshop.module.css'

interface Props {
  readonly event: string
  readonly text: string
  readonly marks: readonly TemplateMark[]
  readonly locked: boolean
  readonly error: string | undefined
  readonly onChange: (text: string) => void
}

const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info, good: Info } as const

/** The template as text, the same with its marks, and what is said of it. */
export function TemplateField({ event, text, marks, locked, error, onChange }: Props): ReactElement {
  const field = useRef<HTMLDivElement>(null)
  const select = ({ start, end }: TemplateMark): void => {
    const area = field.current?.querySelector('textarea')
    area?.focus()
    area?.setSelectionRange(start, Math.max(end, start))
  }
  return (
    <Card title={event} intro="As registered at the bank, with its {placeholders}: a full URL, or only the path.">
      <div ref={field}>
        <TextField
          label="URI template"
          code
          rows={3}
          value={text}
          disabled={locked}
          onChange={(typed) => onChange(typed.replaceAll(/[\r\n]+/g, ''))}
          error={error}
          placeholder="https://shop.example.com/callbacks/unfreeze?paymentId={paymentId}&digest={digest}"
        />
      </div>
      {text !== '' && (
        <>
          <Marked text={text} marks={marks} />
          {marks.length === 0 ? (
            <p className={styles['fine']}>Nothing to remark: placeholders, host and encoding are as they should be.</p>
          ) : (
            <ul className={styles['marks']} aria-label="Remarks on the template">
              {marks.map((mark) => (
                <Remark
                  key={`${mark.finding.code} ${mark.start} ${JSON.stringify(mark.finding.evidence)}`}
                  mark={mark}
                  onSelect={() => select(mark)}
                />
              ))}
            </ul>
          )}
        </>
      )}
    </Card>
  )
}

function Marked({ text, marks }: { readonly text: string; readonly marks: readonly TemplateMark[] }): ReactElement {
  return (
    <code className={styles['marked']} aria-hidden>
      {templateStretches(text, marks).map(({ start, text: piece, kind, worst, title }) => (
        <span
          key={start}
          className={cx(kind === 'placeholder' && styles['placeholder'], worst !== null && styles[`mark-${worst}`])}
          title={title}
        >
          <Captured text={piece} />
        </span>
      ))}
    </code>
  )
}

function Remark({ mark, onSelect }: { readonly mark: TemplateMark; readonly onSelect: () => void }): ReactElement {
  const { finding, start, end } = mark
  const { column: _, ...evidence } = finding.evidence
  const Icon = ICONS[finding.severity]
  const line = explained(evidence)
    .seen.map(({ name, lines }) => `${name}: ${lines.join(', ')}`)
    .join(' · ')
  return (
    <li className={styles['mark']} data-code={finding.code}>
      <Icon size={15} aria-hidden className={styles[finding.severity]} />
      <details>
        <summary>
          <strong>
            <span className={styles['heard']}>{finding.severity}: </span>
            {finding.summary}
          </strong>
          {line !== '' && (
            <span className={styles['seen']}>
              <Captured text={line} />
            </span>
          )}
        </summary>
        <p>{finding.explanation}</p>
        {finding.advice !== null && <p>{finding.advice}</p>}
        {finding.source !== null && <p className={styles['source']}>Source: {finding.source}</p>}
      </details>
      {end > start && (
        <button type="button" className={styles['place']} onClick={onSelect}>
          column {start + 1}
        </button>
      )}
    </li>
  )
}
