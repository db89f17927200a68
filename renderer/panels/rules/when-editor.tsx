import { useState } from 'react'
import type { ReactElement } from 'react'
import type { AnswerRule } from '../../../shared/model/answer-rule.ts'
import type { LightState } from '../../../shared/model/verdict.ts'
import { Choice } from '../../kit/choice.tsx'
import { Select, TextField } from '../../kit/fields.tsx'
import styles from './rules.module.css'
import type { FaultAt } from './wrong.ts'

interface Props {
  readonly rule: AnswerRule
  readonly change: (rule: AnswerRule) => void
  readonly inProfile: boolean
  readonly profiles: readonly string[]
  readonly fault: FaultAt
}

type When = AnswerRule['when']

const LIGHTS = [
  { id: 'none', name: 'whatever the lights say' },
  { id: 'digest', name: 'the digest light' },
  { id: 'signature', name: 'the signature light' },
  { id: 'source', name: 'the source light' },
  { id: 'transport', name: 'the transport light' },
] as const
const STATES: readonly { readonly id: string; readonly name: string; readonly states: LightState[] }[] = [
  { id: 'fail', name: 'fails', states: ['fail'] },
  { id: 'fail warn', name: 'fails or warns', states: ['fail', 'warn'] },
  { id: 'fail warn unchecked', name: 'is not proved', states: ['fail', 'warn', 'unchecked'] },
  { id: 'pass', name: 'passes', states: ['pass'] },
]
const EVERY = ' '

/** Words of a field as a list: separated by commas or blanks. */
const words = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '')

interface WordsProps {
  readonly label: string
  /** What an empty field means. */
  readonly none: string
  readonly value: readonly string[]
  readonly change: (value: string[]) => void
  readonly error: string | undefined
}

/** Several words in one field. The text stays as it is typed: a blank at its end is the beginning of another word. */
function WordsField({ label, none, value, change, error }: WordsProps): ReactElement {
  const [text, setText] = useState(value.join(' '))
  const type = (typed: string) => {
    setText(typed)
    change(words(typed))
  }
  return <TextField label={label} code value={text} placeholder={none} onChange={type} error={error} />
}

/** When a rule holds. Every part that is filled in must hold. */
export function WhenEditor({ rule, change, inProfile, profiles, fault }: Props): ReactElement {
  const { when } = rule
  const put = (part: Partial<When>) => change({ ...rule, when: { ...when, ...part } })
  const drop = (name: 'profile' | 'path' | 'light') => {
    const { [name]: _, ...rest } = when
    change({ ...rule, when: rest })
  }
  return (
    <section className={styles['when']} aria-label="When it holds">
      <h2>When</h2>
      {!inProfile && profiles.length > 0 && (
        <Select
          label="Profile"
          value={when.profile ?? EVERY}
          options={[{ id: EVERY, name: 'any, or none' }, ...profiles.map((name) => ({ id: name, name }))]}
          onChange={(name) => (name === EVERY ? drop('profile') : put({ profile: name }))}
        />
      )}
      <div className={styles['pair']}>
        <WordsField
          label="Events"
          none="every event"
          value={when.events}
          change={(events) => put({ events })}
          error={fault('when', 'events')}
        />
        <WordsField
          label="Methods"
          none="every method"
          value={when.methods}
          change={(methods) => put({ methods })}
          error={fault('when', 'methods')}
        />
      </div>
      <div className={styles['pair']}>
        <TextField
          label="Path"
          code
          value={when.path ?? ''}
          placeholder="every path"
          onChange={(path) => (path === '' ? drop('path') : put({ path: path.startsWith('/') ? path : `/${path}` }))}
          help="As sent, without query."
          error={fault('when', 'path')}
        />
        <Choice
          label="How the path is compared"
          value={when.pathMatch}
          options={[
            { id: 'prefix', name: 'It and below' },
            { id: 'exact', name: 'Exactly' },
          ]}
          onChange={(pathMatch) => put({ pathMatch })}
        />
      </div>
      <LightChoice when={when} put={put} drop={() => drop('light')} />
    </section>
  )
}

interface LightProps {
  readonly when: When
  readonly put: (part: Partial<When>) => void
  readonly drop: () => void
}

function LightChoice({ when, put, drop }: LightProps): ReactElement {
  const { light } = when
  const chosen = light?.states.join(' ') ?? 'fail'
  const known = STATES.some(({ id }) => id === chosen)
  const options = known ? STATES : [...STATES, { id: chosen, name: chosen, states: [] }]
  const setStates = (id: string) => {
    const states = STATES.find((one) => one.id === id)?.states
    if (light !== undefined && states !== undefined) put({ light: { ...light, states } })
  }
  return (
    <div className={styles['pair']}>
      <Select
        label="Depends on"
        value={light?.name ?? 'none'}
        options={LIGHTS}
        onChange={(name) => (name === 'none' ? drop() : put({ light: { name, states: light?.states ?? ['fail'] } }))}
        {...(light === undefined ? {} : { help: 'The light is judged before the answer.' })}
      />
      {light !== undefined && <Select label="which" value={chosen} options={options} onChange={setStates} />}
    </div>
  )
}
