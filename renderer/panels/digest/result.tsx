import type { ReactElement } from 'react'
import { ALGORITHM_NAMES } from '../../../shared/model/algorithm-names.ts'
import { useApp, useDigest, useUi } from '../../app/use-app.ts'
import { isAscii, latin1Hex, utf8Hex } from '../../format/bytes.ts'
import { Banner, Empty } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import type { DigestState } from '../../state/digest.ts'
import { Marked } from '../detail/marked.tsx'
import { Causes } from './causes.tsx'
import styles from './digest.module.css'
import { Joined } from './joined.tsx'
import { isEmpty, tooLong, useComputed, useSearch } from './use-digest.ts'

/** The digest, live; beside it what came and why it differs; below, the text and its bytes. */
export function Result(): ReactElement {
  const entered = useDigest((all) => all)
  const presenting = useUi((ui) => ui.presenting)
  const state = { ...entered, saltShown: entered.saltShown && !presenting }
  const computed = useComputed(state)
  const { value, problem } = computed
  if (isEmpty(state)) {
    return (
      <Empty title="Type a value, and its digest shows here">
        <p>Or paste a whole URL on the left; a captured callback is filled in from its Digest tab.</p>
      </Empty>
    )
  }
  const long = tooLong(state)
  if (long !== null) return <Banner severity="error">{long}</Banner>
  if (problem !== null) return <Banner severity="error">{problem}</Banner>
  return (
    <>
      <Expected digest={value?.digest ?? null} algorithm={state.algorithm} />
      {state.received.trim() !== '' && <Comparison state={state} digest={value?.digest ?? null} />}
      <Text state={state} />
      <Bytes state={state} latin1={value?.latin1 ?? null} />
    </>
  )
}

function Expected({
  digest,
  algorithm,
}: {
  readonly digest: string | null
  readonly algorithm: DigestState['algorithm']
}): ReactElement {
  const app = useApp()
  return (
    <section>
      <h2 className={styles['title']}>{ALGORITHM_NAMES[algorithm]} digest</h2>
      <div className={styles['expected']}>
        <output className={styles['result']} aria-label="Digest">
          {digest ?? '…'}
        </output>
        <Button
          small
          disabled={digest === null}
          onPress={() => {
            app.desktop.copyText(digest ?? '')
            app.ui.say('Copied the digest.')
          }}
        >
          Copy
        </Button>
      </div>
    </section>
  )
}

function Comparison({ state, digest }: { readonly state: DigestState; readonly digest: string | null }): ReactElement {
  const { value, problem } = useSearch(state)
  const received = state.received.trim()
  return (
    <section>
      <h2 className={styles['title']}>Received</h2>
      <code className={styles['received']}>
        {digest === null ? received : <Marked text={received.slice(0, 400)} other={digest} />}
      </code>
      {problem !== null && <Banner severity="error">{problem}</Banner>}
      {value !== null && <Causes search={value} />}
    </section>
  )
}

function Text({ state }: { readonly state: DigestState }): ReactElement {
  const parts = state.rows.map(({ name, value }) => ({ name, text: value }))
  return (
    <section>
      <h2 className={styles['title']}>Text that is hashed</h2>
      <Joined parts={parts} salt={state.salt === '' ? null : state.salt} saltShown={state.saltShown} />
    </section>
  )
}

/** So many bytes are shown; further ones are counted. */
const SHOWN = 512
const shortened = (hex: string): string => {
  const bytes = (hex.length + 1) / 3
  return bytes <= SHOWN ? hex : `${hex.slice(0, SHOWN * 3)}… ${bytes - SHOWN} more bytes`
}

function Bytes({ state, latin1 }: { readonly state: DigestState; readonly latin1: string | null }): ReactElement {
  const values = state.rows.map(({ value }) => value).join('')
  const shown = values + (state.saltShown ? state.salt : '')
  const behind = state.salt !== '' && !state.saltShown ? <span className={styles['hidden']}> + the salt</span> : null
  const whole = values + state.salt
  const inLatin1 = latin1Hex(shown)
  return (
    <section className={styles['bytes']}>
      <h2 className={styles['title']}>
        {isAscii(whole) ? 'Bytes in UTF-8 and in Latin-1: the same' : 'Bytes in UTF-8'}
      </h2>
      <code className={styles['hex']}>
        {shortened(utf8Hex(shown))}
        {behind}
      </code>
      {!isAscii(whole) && (
        <>
          <h2 className={styles['title']}>Bytes in Latin-1</h2>
          {inLatin1 === null || latin1 === null ? (
            <p className={styles['muted']}>This text has characters that Latin-1 cannot write.</p>
          ) : (
            <>
              <code className={styles['hex']}>
                {shortened(inLatin1)}
                {behind}
              </code>
              <p className={styles['muted']}>
                Over these bytes the digest would be <code className={styles['inline']}>{latin1}</code>
              </p>
            </>
          )}
        </>
      )}
    </section>
  )
}
