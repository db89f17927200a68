import { useEffect, useState } from 'react'
import type { ReactElement } from 'react'
import ArrowDown from 'lucide-react/icons/arrow-down'
import ArrowUp from 'lucide-react/icons/arrow-up'
import Eye from 'lucide-react/icons/eye'
import EyeOff from 'lucide-react/icons/eye-off'
import Plus from 'lucide-react/icons/plus'
import X from 'lucide-react/icons/x'
import type { DigestAlgorithm } from '../../../shared/model/profile.ts'
import { toProblem } from '../../../shared/protocol/errors.ts'
import { useApp, useEngineView } from '../../app/use-app.ts'
import { compareDigests, difference } from '../../format/difference.ts'
import { Banner, Empty } from '../../kit/bits.tsx'
import { Button, IconButton } from '../../kit/button.tsx'
import { Choice } from '../../kit/choice.tsx'
import { TextField } from '../../kit/fields.tsx'
import { Light } from '../../kit/light.tsx'
import { TwoColumns } from '../../kit/panel.tsx'
import styles from './digest.module.css'
import { moved } from './rows.ts'
import type { ValueRow } from './rows.ts'

interface Draft {
  readonly algorithm: DigestAlgorithm
  readonly rows: readonly ValueRow[]
  readonly salt: string
  readonly pasted: string
}

const START: Draft = { algorithm: 'SHA1', rows: [{ id: 1, value: '' }], salt: '', pasted: '' }
const ALGORITHMS = [
  { id: 'SHA1', name: 'SHA-1' },
  { id: 'MD5', name: 'MD5' },
] as const

/** What a digest would be: values, salt and algorithm in, the digest out, beside one that was received. */
export function DigestPanel(): ReactElement {
  const [draft, setDraft] = useState(START)
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part })
  return (
    <TwoColumns
      title="Digest calculator"
      intro="The bank joins the values in the order in which they were registered, without separators, adds the salt, and sends the hash in upper case. Nothing typed here is kept."
      left={<Inputs draft={draft} change={change} />}
      right={<Result draft={draft} />}
    />
  )
}

function Inputs({
  draft,
  change,
}: {
  readonly draft: Draft
  readonly change: (part: Partial<Draft>) => void
}): ReactElement {
  const [open, setOpen] = useState(false)
  const { rows } = draft
  const put = (id: number, value: string): void =>
    change({ rows: rows.map((row) => (row.id === id ? { id, value } : row)) })
  return (
    <>
      <div>
        <Choice
          label="Algorithm"
          value={draft.algorithm}
          options={ALGORITHMS}
          onChange={(algorithm) => change({ algorithm })}
        />
      </div>
      <div className={styles['values']}>
        {rows.map((row, index) => (
          <div key={row.id} className={styles['value']}>
            <TextField
              label={`Value ${index + 1}`}
              code
              value={row.value}
              onChange={(value) => put(row.id, value)}
              placeholder={index === 0 ? 'paymentId, for example order-100482' : ''}
            />
            <IconButton
              label={`Move value ${index + 1} up`}
              quiet
              disabled={index === 0}
              onPress={() => change({ rows: moved(rows, index, -1) })}
            >
              <ArrowUp size={15} />
            </IconButton>
            <IconButton
              label={`Move value ${index + 1} down`}
              quiet
              disabled={index === rows.length - 1}
              onPress={() => change({ rows: moved(rows, index, 1) })}
            >
              <ArrowDown size={15} />
            </IconButton>
            <IconButton
              label={`Remove value ${index + 1}`}
              quiet
              disabled={rows.length === 1}
              onPress={() => change({ rows: rows.filter((other) => other !== row) })}
            >
              <X size={15} />
            </IconButton>
          </div>
        ))}
      </div>
      <div className={styles['row']}>
        <Button
          small
          disabled={rows.length >= 50}
          onPress={() => change({ rows: [...rows, { id: Math.max(...rows.map((row) => row.id)) + 1, value: '' }] })}
        >
          <Plus size={14} aria-hidden />
          Add a value
        </Button>
      </div>
      <div className={styles['salt']}>
        <TextField
          label="Salt"
          code
          type={open ? 'text' : 'password'}
          value={draft.salt}
          onChange={(salt) => change({ salt })}
          help="Leave it empty when the callback was registered without a salt."
        />
        <IconButton
          label={open ? 'Hide the salt' : 'Show the salt'}
          quiet
          pressed={open}
          onPress={() => setOpen(!open)}
        >
          {open ? <EyeOff size={15} /> : <Eye size={15} />}
        </IconButton>
      </div>
      <TextField
        label="Digest received"
        code
        value={draft.pasted}
        onChange={(pasted) => change({ pasted })}
        placeholder="Paste it here to compare"
      />
    </>
  )
}

function Result({ draft }: { readonly draft: Draft }): ReactElement {
  const app = useApp()
  const { digest, problem } = useComputed(draft)
  if (draft.salt === '' && draft.rows.every(({ value }) => value === ''))
    return <Empty title="Type a value, and its digest shows here" />
  if (problem !== null) return <Banner severity="error">{problem}</Banner>
  if (digest === null) return <p className={styles['muted']}>Working it out …</p>
  return (
    <>
      <span className={styles['title']}>{draft.algorithm === 'SHA1' ? 'SHA-1' : 'MD5'} digest</span>
      <output className={styles['result']} aria-label="Digest">
        {digest}
      </output>
      <div className={styles['row']}>
        <Button
          small
          onPress={() => {
            app.desktop.copyText(digest)
            app.ui.say('Copied the digest.')
          }}
        >
          Copy
        </Button>
      </div>
      {draft.pasted.trim() !== '' && <Comparison digest={digest} pasted={draft.pasted.trim()} />}
    </>
  )
}

const OUTCOMES = {
  equal: { state: 'pass', words: 'Equal.', more: 'These values and this salt give the digest that was received.' },
  case: {
    state: 'warn',
    words: 'Equal apart from letter case.',
    more: 'The bank sends digests in upper case; a receiver that compares exactly would refuse this one.',
  },
  different: {
    state: 'fail',
    words: 'Different.',
    more: 'Check the order of the values, the salt (white space counts) and the algorithm.',
  },
} as const

function Comparison({ digest, pasted }: { readonly digest: string; readonly pasted: string }): ReactElement {
  const outcome = OUTCOMES[compareDigests(digest, pasted)]
  return (
    <div className={styles['line']} role="status">
      <Light name={null} state={outcome.state} />
      <div>
        <p>{outcome.words}</p>
        <div className={styles['muted']}>{outcome.more}</div>
        {outcome.state === 'fail' && (
          <code>
            {difference(pasted, digest).map((piece, index) => (
              // oxlint-disable-next-line react/no-array-index-key
              <span key={index} className={piece.differs ? styles['differs'] : undefined}>
                {piece.text}
              </span>
            ))}
          </code>
        )}
      </div>
    </div>
  )
}

function useComputed({ algorithm, rows, salt }: Draft): {
  readonly digest: string | null
  readonly problem: string | null
} {
  const { call } = useApp()
  const ready = useEngineView((view) => view.link.kind === 'ready')
  const [result, setResult] = useState<{ digest: string | null; problem: string | null }>({
    digest: null,
    problem: null,
  })
  useEffect(() => {
    let current = true
    call('digest.compute', { algorithm, values: rows.map((row) => row.value), salt: salt === '' ? null : salt }).then(
      ({ digest }) => current && setResult({ digest, problem: null }),
      (thrown: unknown) => current && setResult({ digest: null, problem: toProblem(thrown).message }),
    )
    return () => {
      current = false
    }
  }, [call, ready, algorithm, rows, salt])
  return result
}
