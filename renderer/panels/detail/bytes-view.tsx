import { useMemo, useState } from 'react'
import type { ReactElement } from 'react'
import Copy from 'lucide-react/icons/copy'
import Download from 'lucide-react/icons/download'
import { saveBytes } from '../../app/save-bytes.ts'
import { useApp } from '../../app/use-app.ts'
import { firstDefect, looksLikeJson, prettyJson } from '../../format/json.ts'
import { count, size } from '../../format/units.ts'
import { Banner, Empty } from '../../kit/bits.tsx'
import { Button, IconButton } from '../../kit/button.tsx'
import { CodeView } from '../../kit/code-view.tsx'
import { HexView } from '../../kit/hex-view.tsx'
import { Choice } from '../../kit/choice.tsx'
import styles from './detail.module.css'
import { HiddenNote } from './hidden-note.tsx'
import { MOST_SHOWN, readText, useBytes } from './use-bytes.ts'
import type { Part } from './use-bytes.ts'
import { useHidden } from './use-hidden.ts'

const WAYS = [
  { id: 'text', name: 'Text' },
  { id: 'json', name: 'JSON' },
  { id: 'hex', name: 'Hex' },
] as const
type Way = (typeof WAYS)[number]['id']

interface Props {
  readonly sequence: number
  readonly part: Part
  readonly label: string
  readonly contentType: string | null
  /** Whether JSON is one of the ways to look at it. */
  readonly json: boolean
}

/** Bytes of an entry as text, as JSON with its digits as sent, or in hexadecimal. */
export function BytesView({ sequence, part, label, contentType, json }: Props): ReactElement {
  const app = useApp()
  const { bytes, total, problem, more } = useBytes(sequence, part)
  const [chosen, setChosen] = useState<Way | null>(null)
  const read = useMemo(() => (bytes === null ? null : readText(bytes)), [bytes])
  const isJson = json && read !== null && looksLikeJson(contentType, read.text)
  const way = chosen ?? (isJson ? 'json' : !json && bytes !== null && looksBinary(bytes) ? 'hex' : 'text')
  const { text, ...hiding } = useHidden(read?.text ?? '', part === 'raw')
  const pretty = useMemo(() => (way === 'json' ? prettyJson(text) : ''), [text, way])
  if (problem !== null) return <Banner severity="error">{problem.message}</Banner>
  if (bytes === null || read === null) return <Empty title="Reading …" />
  if (total === 0) return <Empty title="No bytes here" />
  const whole = bytes.length >= total
  const copy = (): void => {
    app.desktop.copyText(way === 'json' ? pretty : text)
    app.ui.say(`Copied ${count(bytes.length)} bytes as text.`)
  }
  return (
    <div className={styles['code']}>
      <div className={styles['bar']}>
        <Choice
          label="Shown as"
          value={way}
          options={json ? WAYS : WAYS.filter(({ id }) => id !== 'json')}
          onChange={setChosen}
        />
        <span title={read.how}>
          {size(total)}, {read.how}
        </span>
        {!whole && (
          <Button small onPress={more} disabled={bytes.length >= MOST_SHOWN}>
            First {size(bytes.length)}: show more
          </Button>
        )}
        <HiddenNote {...hiding} />
        <span className={styles['push']}>
          <IconButton label="Save as a file" small onPress={() => void saveBytes(app, sequence, part)}>
            <Download size={14} />
          </IconButton>
          <IconButton label="Copy" small onPress={copy}>
            <Copy size={14} />
          </IconButton>
        </span>
      </div>
      {way === 'json' && whole && <Defect text={read.text} />}
      {way === 'hex' ? (
        <HexView bytes={hiding.hidden ? new TextEncoder().encode(text) : bytes} />
      ) : (
        <CodeView text={way === 'json' ? pretty : text} json={way === 'json'} label={label} />
      )}
    </div>
  )
}

/** Whether the beginning holds bytes that no text would: a TLS hello, a compressed stream. */
function looksBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 64).some((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20))
}

function Defect({ text }: { readonly text: string }): ReactElement | null {
  const defect = useMemo(() => firstDefect(text), [text])
  if (defect === null) return null
  return (
    <Banner severity="warning">
      Not valid JSON: {defect.what} (line {defect.line}, column {defect.column} as sent).
    </Banner>
  )
}
