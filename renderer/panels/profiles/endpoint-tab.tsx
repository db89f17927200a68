import type { ReactElement } from 'react'
import { useApp } from '../../app/use-app.ts'
import { plural } from '../../format/units.ts'
import { Tag } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import { Choice } from '../../kit/choice.tsx'
import { Select, TextField } from '../../kit/fields.tsx'
import { errorAt, optional } from '../../state/profile-draft.ts'
import { LadderCard } from './ladder-card.tsx'
import { Card, Scroll } from './layout.tsx'
import styles from './profiles.module.css'
import type { TabProps } from './tab-props.ts'
import { ENVIRONMENTS, FAMILIES } from './words.ts'

const MATCHES = [
  { id: 'prefix', name: 'This path and below' },
  { id: 'exact', name: 'This very path' },
] as const

/** Name, place and surroundings of the endpoint. */
export function EndpointTab(props: TabProps): ReactElement {
  return (
    <Scroll label="Endpoint">
      <Identity {...props} />
      <Place {...props} />
      <Network {...props} />
      <Answers {...props} />
      <LadderCard {...props} />
    </Scroll>
  )
}

function Identity({ draft, change, errors, locked }: TabProps): ReactElement {
  return (
    <Card title="Endpoint" intro="The name that verdicts show, and what kind of callbacks it takes.">
      <TextField
        label="Name"
        value={draft.name}
        disabled={locked}
        onChange={(name) => change({ name })}
        error={errors['name']}
        placeholder="Web shop, production"
      />
      <div className={styles['field']}>
        <span className={styles['label']}>Environment</span>
        <Choice
          label="Environment"
          value={draft.environment}
          options={ENVIRONMENTS}
          onChange={(environment) => !locked && change({ environment })}
        />
      </div>
      <Select
        label="Family"
        value={draft.family ?? 'any'}
        options={FAMILIES}
        disabled={locked}
        onChange={(family) => change({ family: family === 'any' ? undefined : family })}
      />
    </Card>
  )
}

function Place({ draft, change, errors, locked }: TabProps): ReactElement {
  return (
    <Card
      title="Where it is"
      intro="Both are optional: the URI templates recognise callbacks by themselves. With a host or a path, only requests to it belong to this profile."
    >
      <div className={styles['pair']}>
        <TextField
          label="Host"
          code
          value={draft.host ?? ''}
          disabled={locked}
          onChange={(host) => change({ host: optional(host) })}
          error={errors['host']}
          placeholder="shop.example.com"
        />
        <TextField
          label="Path"
          code
          value={draft.path ?? ''}
          disabled={locked}
          onChange={(path) => change({ path: optional(path) })}
          error={errors['path']}
          placeholder="/callbacks"
        />
      </div>
      {draft.path !== undefined && (
        <div className={styles['field']}>
          <span className={styles['label']}>Requests to</span>
          <Choice
            label="Requests to"
            value={draft.pathMatch ?? 'prefix'}
            options={MATCHES}
            onChange={(pathMatch) => !locked && change({ pathMatch: pathMatch === 'prefix' ? undefined : pathMatch })}
          />
        </div>
      )}
    </Card>
  )
}

const lines = (text: string): string[] => text.split('\n')
const kept = (text: string): string[] => lines(text).filter((line, index, all) => line !== '' || index < all.length - 1)

function Network({ draft, change, errors, locked }: TabProps): ReactElement {
  return (
    <Card title="Surroundings" intro="Addresses or networks, one a line, such as 10.1.2.3 or 10.1.0.0/16.">
      <div className={styles['pair']}>
        <TextField
          label="Further sources"
          help="Others than the bank that may send callbacks: a test bench, a second data centre."
          code
          rows={3}
          value={draft.sources.join('\n')}
          disabled={locked}
          onChange={(text) => change({ sources: text === '' ? [] : kept(text) })}
          error={errorAt(errors, 'sources')}
        />
        <TextField
          label="Reverse proxies"
          help="In front of the listener: their address is expected, and is not the bank’s."
          code
          rows={3}
          value={draft.proxies.join('\n')}
          disabled={locked}
          onChange={(text) => change({ proxies: text === '' ? [] : kept(text) })}
          error={errorAt(errors, 'proxies')}
        />
      </div>
    </Card>
  )
}

/** The rules themselves are edited in their own panel, where they can be tried. */
function Answers({ open, draft, errors }: TabProps): ReactElement {
  const app = useApp()
  const rules = draft.answerRules ?? []
  const intro =
    rules.length === 0
      ? 'Callbacks of this profile are answered as everything else.'
      : `${plural(rules.length, 'rule')} of this profile ${rules.length === 1 ? 'goes' : 'go'} before those for every callback.`
  const wrong = errorAt(errors, 'answerRules')
  return (
    <Card title="Answer rules" intro={intro}>
      {rules.length > 0 && (
        <ul className={styles['rules']}>
          {rules.slice(0, 20).map(({ name, enabled }) => (
            <li key={name}>
              {name} {!enabled && <Tag>off</Tag>}
            </li>
          ))}
        </ul>
      )}
      {wrong !== undefined && <p className={styles['bad']}>{wrong}</p>}
      <div className={styles['row']}>
        <Button small onPress={() => app.ui.setPanel('rules')}>
          Open the answer rules
        </Button>
        <span className={styles['muted']}>
          {open.previousName === null
            ? 'They can be given once the profile is saved.'
            : `Choose “the profile ${open.previousName}” there.`}
        </span>
      </div>
    </Card>
  )
}
