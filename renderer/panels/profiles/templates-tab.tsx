import { Fragment, useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import type { TemplateMark } from '../../../shared/templates/lint.ts'
import { eventsOfFamily } from '../../../shared/templates/words.ts'
import { useApp } from '../../app/use-app.ts'
import { Empty } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import { Select, TextField } from '../../kit/fields.tsx'
import { withEvent } from '../../state/profile-draft.ts'
import { MOST_EVENTS, shownEvents } from '../../state/template-marks.ts'
import styles from './templates.module.css'
import type { TabProps } from './tab-props.ts'
import { useEditor } from './use-editor.ts'
import { useTemplateMarks } from './use-template-marks.ts'
import { Workshop } from './workshop/workshop.tsx'

const WORST = { error: 'has a fault', warning: 'has something to look at', info: '', good: '' } as const

/** The URI template of each event, and the workshop for the chosen one. */
export function TemplatesTab(props: TabProps): ReactElement {
  const { draft } = props
  const chosen = useEditor((state) => state.event)
  const [filter, setFilter] = useState('')
  const events = Object.keys(draft.events)
  const event = chosen !== null && events.includes(chosen) ? chosen : (events[0] ?? null)
  const { shown, more } = shownEvents(events, filter)
  const marks = useTemplateMarks(draft, [...shown, event ?? ''].join('\n'))
  return (
    <div className={styles['templates']}>
      <Events {...props} events={events} event={event} shown={shown} more={more} marks={marks}>
        {events.length > MOST_EVENTS && <TextField label="Find an event" value={filter} onChange={setFilter} />}
      </Events>
      {event === null ? (
        <Empty title="No template yet">
          <p>
            Add the events that are registered. Only the template tells which part of a URL is the payment id: shops
            choose the names freely.
          </p>
        </Empty>
      ) : (
        <Workshop key={event} {...props} event={event} marks={marks.get(event) ?? []} />
      )}
    </div>
  )
}

interface EventsProps extends TabProps {
  readonly events: readonly string[]
  readonly event: string | null
  readonly shown: readonly string[]
  readonly more: number
  readonly marks: ReadonlyMap<string, readonly TemplateMark[]>
  readonly children: ReactNode
}

function Events(props: EventsProps): ReactElement {
  const app = useApp()
  const { draft, event, shown, more, marks, change, locked, children } = props
  const remove = (name: string): void =>
    app.ui.confirm({
      title: `Take ${name} out of the profile?`,
      body: 'Its template and its own digest settings go with it. Nothing is saved yet.',
      action: `Take ${name} out`,
      run: () => change({ events: withEvent(draft, name, null).events }),
    })
  return (
    <div className={styles['events']}>
      {children}
      <nav aria-label="Events">
        {shown.map((name) => (
          <EventItem key={name} marks={marks.get(name) ?? []} name={name} chosen={name === event} />
        ))}
        {more > 0 && <p className={styles['more']}>and {more} more: find them by name</p>}
      </nav>
      {!locked && <AddEvent {...props} />}
      {!locked && event !== null && (
        <Button small tone="quiet" onPress={() => remove(event)}>
          Take {event.length > 16 ? 'this event' : event} out
        </Button>
      )}
    </div>
  )
}

interface EventItemProps {
  readonly marks: readonly TemplateMark[]
  readonly name: string
  readonly chosen: boolean
}

function EventItem({ marks, name, chosen }: EventItemProps): ReactElement {
  const app = useApp()
  const worst = marks[0]?.finding.severity ?? 'good'
  const words = WORST[worst]
  return (
    <button
      type="button"
      className={styles['event']}
      aria-current={chosen ? 'true' : undefined}
      onClick={() => app.profiles.setEvent(name)}
    >
      <span>
        {name.split('_').map((word, index) => (
          // A long name breaks behind its underscores.
          // oxlint-disable-next-line react/no-array-index-key
          <Fragment key={index}>
            {index > 0 && '_'}
            {index > 0 && <wbr />}
            {word}
          </Fragment>
        ))}
      </span>
      {words !== '' && <span className={styles[worst]} role="img" aria-label={words} title={words} />}
    </button>
  )
}

const OTHER = 'another event …'

function AddEvent({ draft, events, change }: Pick<EventsProps, 'draft' | 'events' | 'change'>): ReactElement {
  const app = useApp()
  const [name, setName] = useState<string | null>(null)
  const open = eventsOfFamily(draft.family ?? null).filter((one) => !events.includes(one))
  const add = (event: string): void => {
    change({ events: withEvent(draft, event, {}).events })
    app.profiles.setEvent(event)
    setName(null)
  }
  const options = [{ id: '', name: 'Add an event …' }, ...[...open, OTHER].map((one) => ({ id: one, name: one }))]
  if (name === null) {
    return (
      <Select
        label="Add an event"
        value=""
        options={options}
        onChange={(event) => (event === OTHER ? setName('') : event !== '' && add(event))}
      />
    )
  }
  const plain = name.trim()
  return (
    <div className={styles['own']}>
      <TextField label="Event type" code value={name} onChange={setName} placeholder="AN_EVENT" />
      <Button small disabled={plain === '' || events.includes(plain)} onPress={() => add(plain)}>
        Add
      </Button>
      <Button small tone="quiet" onPress={() => setName(null)}>
        Cancel
      </Button>
    </div>
  )
}
