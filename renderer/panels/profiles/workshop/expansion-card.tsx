import { useState } from 'react'
import type { ReactElement } from 'react'
import type { ProfileDraft } from '../../../../shared/model/profile.ts'
import { expandTemplate } from '../../../../shared/templates/expand.ts'
import type { ExpandedPiece } from '../../../../shared/templates/expand.ts'
import { tokensOf } from '../../../../shared/templates/tokens.ts'
import { SAMPLE_MD5, SAMPLE_VALUES } from '../../../../shared/templates/words.ts'
import { MOST_STRETCHES } from '../../../format/template-stretches.ts'
import { count } from '../../../format/units.ts'
import { useApp } from '../../../app/use-app.ts'
import { Captured } from '../../../kit/bits.tsx'
import { Button } from '../../../kit/button.tsx'
import { cx } from '../../../kit/cx.ts'
import { TextField } from '../../../kit/fields.tsx'
import { digestFor } from '../../../state/profile-draft.ts'
import { Card } from '../layout.tsx'
import { useExampleDigest } from './use-example-digest.ts'
import styles from './workshop.module.css'

interface Props {
  readonly draft: ProfileDraft
  readonly event: string
  readonly text: string
}

/** What the bank calls: the template with values put in, and how they are encoded. */
export function ExpansionCard({ draft, event, text }: Props): ReactElement | null {
  const app = useApp()
  const digest = digestFor(draft, event)
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const names = [...new Set(tokensOf(text).flatMap(({ kind, name }) => (kind === 'placeholder' ? [name] : [])))]
  const sample = (name: string): string =>
    name === 'digest' && digest?.algorithm === 'MD5' ? SAMPLE_MD5 : (SAMPLE_VALUES.get(name) ?? '')
  const valueOf = (name: string): string => typed[name] ?? sample(name)
  const example = useExampleDigest(digest, valueOf)
  const values = new Map(
    names.map((name) => [
      name,
      name === 'digest' && typed[name] === undefined ? (example.digest ?? sample(name)) : valueOf(name),
    ]),
  )
  // A name that nobody fills, here as at the bank, stays as it stands until a value is typed for it.
  for (const name of names) if (values.get(name) === '' && typed[name] === undefined) values.delete(name)
  const { url, pieces } = expandTemplate(text, values)
  const rest = pieces
    .slice(MOST_STRETCHES)
    .map(({ text: piece }) => piece)
    .join('')
  const encoded = pieces.filter(
    (piece, index) => piece.encoded && pieces.findIndex(({ name }) => name === piece.name) === index,
  )
  return (
    <Card
      title="With values"
      intro="The bank puts the values where the placeholders stand. How it encodes them is not documented: here as every receiver reads it back, percent-encoded UTF-8."
      tools={
        <Button
          small
          onPress={() => {
            app.desktop.copyText(url)
            app.ui.say('Copied the URL.')
          }}
        >
          Copy
        </Button>
      }
    >
      <Values names={names} values={values} onChange={(name, value) => setTyped({ ...typed, [name]: value })} />
      <output className={styles['url']} aria-label="The URL that is called">
        {pieces.slice(0, MOST_STRETCHES).map((piece, index) => (
          // Pieces have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <Piece key={index} piece={piece} />
        ))}
        <Captured text={rest} />
      </output>
      {names.includes('digest') && typed['digest'] === undefined && <p className={styles['muted']}>{example.words}</p>}
      {encoded.map((piece) => (
        <p key={piece.name} className={styles['encoded']}>
          <code>
            <Captured text={piece.value} />
          </code>{' '}
          is sent as <code>{piece.text}</code>
        </p>
      ))}
    </Card>
  )
}

/** More fields than these come when they are asked for: a template may have two thousand placeholders. */
const FIRST_FIELDS = 24
const MORE_FIELDS = 48

interface ValuesProps {
  readonly names: readonly string[]
  readonly values: ReadonlyMap<string, string>
  readonly onChange: (name: string, value: string) => void
}

function Values({ names, values, onChange }: ValuesProps): ReactElement | null {
  const [most, setMost] = useState(FIRST_FIELDS)
  const rest = names.length - most
  if (names.length === 0) return null
  return (
    <>
      <div className={styles['values']}>
        {names.slice(0, most).map((name) => (
          <TextField
            key={name}
            label={name === '' ? 'Without a name' : name}
            code
            value={values.get(name) ?? ''}
            onChange={(value) => onChange(name, value)}
          />
        ))}
      </div>
      {rest > 0 && (
        <div className={styles['moreValues']}>
          <span>
            {count(names.length)} placeholders; {count(most)} are shown.
          </span>
          <Button small onPress={() => setMost(most + MORE_FIELDS)}>
            Show {count(Math.min(rest, MORE_FIELDS))} more
          </Button>
        </div>
      )}
    </>
  )
}

function Piece({ piece }: { readonly piece: ExpandedPiece }): ReactElement {
  return (
    <span
      className={cx(piece.kind === 'value' && styles['value'], piece.kind === 'unfilled' && styles['unfilled'])}
      title={piece.kind === 'fixed' ? undefined : `{${piece.name}}`}
    >
      <Captured text={piece.text} />
    </span>
  )
}
