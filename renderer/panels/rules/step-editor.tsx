import type { ReactElement } from 'react'
import Trash2 from 'lucide-react/icons/trash-2'
import type { AnswerStep } from '../../../shared/model/answer-rule.ts'
import { countStep } from '../../../shared/respond/bank-count.ts'
import { IconButton } from '../../kit/button.tsx'
import { NumberField, Select, TextField } from '../../kit/fields.tsx'
import { HeaderFields } from './header-fields.tsx'
import styles from './rules.module.css'
import type { FaultAt } from './wrong.ts'

interface Props {
  readonly step: AnswerStep
  /** Number of the first attempt that it holds for. */
  readonly first: number
  readonly last: boolean
  readonly only: boolean
  /** What is wrong with one of its fields, and with none that is shown. */
  readonly fault: FaultAt
  readonly error: string | null
  readonly change: (step: AnswerStep) => void
  readonly remove: () => void
}

const KINDS = [
  { id: 'answer', name: 'answer' },
  { id: 'close', name: 'close without an answer' },
  { id: 'reset', name: 'break the connection (reset)' },
  { id: 'silence', name: 'never answer' },
  { id: 'forward', name: 'ask the real shop' },
] as const

/** The same step as another kind, with what both have. */
function turned({ attempts, ...step }: AnswerStep, kind: AnswerStep['kind']): AnswerStep {
  const delaySeconds = 'delaySeconds' in step ? step.delaySeconds : 0
  switch (kind) {
    case 'answer':
      return { kind, attempts, delaySeconds, status: 204, headers: [], body: '' }
    case 'close':
    case 'reset':
      return { kind, attempts, delaySeconds }
    case 'silence':
      return { kind, attempts }
    case 'forward':
      return { kind, attempts, delaySeconds, url: 'https://shop.example', timeoutSeconds: 30 }
  }
}

function attemptWords({ attempts }: AnswerStep, first: number, last: boolean, only: boolean): string {
  if (only) return 'Every attempt'
  if (last) return `Attempt ${String(first)} and all after it`
  return attempts === 1 ? `Attempt ${String(first)}` : `Attempts ${String(first)} to ${String(first + attempts - 1)}`
}

/** What one attempt, or several in a row, get; and how the bank will count it. */
export function StepEditor({ step, first, last, only, fault, error, change, remove }: Props): ReactElement {
  const count = countStep(step)
  const title = attemptWords(step, first, last, only)
  return (
    <fieldset className={styles['step']}>
      <legend>{title}</legend>
      <div className={styles['pair']}>
        <Select label="Does" value={step.kind} options={KINDS} onChange={(kind) => change(turned(step, kind))} />
        {!last && (
          <NumberField
            label="Attempts"
            min={1}
            value={step.attempts}
            onChange={(attempts) => change({ ...step, attempts })}
            error={fault('attempts')}
          />
        )}
        {step.kind !== 'silence' && (
          <NumberField
            label="After (seconds)"
            min={0}
            value={step.delaySeconds}
            onChange={(delaySeconds) => change({ ...step, delaySeconds })}
            error={fault('delaySeconds')}
          />
        )}
        {!only && (
          <IconButton label={`Remove ${title}`} quiet onPress={remove}>
            <Trash2 size={15} />
          </IconButton>
        )}
      </div>
      {step.kind === 'answer' && <AnswerFields step={step} change={change} fault={fault} />}
      {step.kind === 'forward' && <ForwardFields step={step} change={change} fault={fault} />}
      {error !== null && (
        <p className={styles['error']} role="alert">
          {error}
        </p>
      )}
      <p className={styles[count.counts]} role="status">
        {count.sentence}
      </p>
    </fieldset>
  )
}

interface FieldsProps<K extends AnswerStep['kind']> {
  readonly step: Extract<AnswerStep, { kind: K }>
  readonly change: (step: AnswerStep) => void
  readonly fault: FaultAt
}

function AnswerFields({ step, change, fault }: FieldsProps<'answer'>): ReactElement {
  /** What is wrong with a header as a whole stands at its name. */
  const headerFault = (index: number, part: 0 | 1) => {
    const ofValue = fault('headers', index, 1)
    return part === 1 ? ofValue : ofValue === undefined ? fault('headers', index) : undefined
  }
  return (
    <>
      <NumberField
        label="Status"
        grouped={false}
        min={200}
        max={599}
        value={step.status}
        onChange={(status) => change({ ...step, status })}
        error={fault('status')}
      />
      <HeaderFields headers={step.headers} change={(headers) => change({ ...step, headers })} errorAt={headerFault} />
      <TextField
        label="Body"
        code
        rows={3}
        value={step.body}
        onChange={(body) => change({ ...step, body })}
        error={fault('body')}
      />
    </>
  )
}

const isPlain = (url: string) => url.toLowerCase().startsWith('http:')

function ForwardFields({ step, change, fault }: FieldsProps<'forward'>): ReactElement {
  const setAuthority = (text: string) => {
    const { authority: _, ...rest } = step
    change(text === '' ? rest : { ...rest, authority: text })
  }
  return (
    <>
      <div className={styles['pair']}>
        <TextField
          label="Address of the shop"
          code
          value={step.url}
          onChange={(url) => change({ ...step, url })}
          error={fault('url')}
          help={
            isPlain(step.url)
              ? 'Plain HTTP: the callback and its credentials can be read on the way.'
              : 'Scheme, host and port. Path, headers and body are passed on as they came, credentials too.'
          }
        />
        <NumberField
          label="Waits (seconds)"
          min={0.1}
          max={3600}
          value={step.timeoutSeconds}
          onChange={(timeoutSeconds) => change({ ...step, timeoutSeconds })}
          error={fault('timeoutSeconds')}
          help="Then 504."
        />
      </div>
      <TextField
        label="CA of the shop (PEM)"
        code
        rows={2}
        value={step.authority ?? ''}
        onChange={setAuthority}
        error={fault('authority')}
        help="Only for a certificate that no public authority vouches for."
      />
    </>
  )
}
