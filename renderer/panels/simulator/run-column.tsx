import type { ReactElement } from 'react'
import FlaskConical from 'lucide-react/icons/flask-conical'
import type { RunRequest, RunView } from '../../../shared/protocol/simulator.ts'
import { clearRuns, isOver, runAct, someOver } from '../../app/simulator-actions.ts'
import { useApp, useSimulator } from '../../app/use-app.ts'
import { fullTime, plural, span } from '../../format/units.ts'
import { Banner, Captured, Empty, Tag } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import { Select } from '../../kit/fields.tsx'
import { Light } from '../../kit/light.tsx'
import { shownRun } from '../../state/simulator.ts'
import styles from './simulator.module.css'

const STATES = {
  running: 'running',
  paused: 'paused',
  done: 'done',
  stopped: 'stopped',
  interrupted: 'interrupted by the end of the program',
} as const

/** The run that was started last, or another one: where it stands, and everything that was sent. */
export function RunColumn(): ReactElement {
  const app = useApp()
  const { runs, run } = useSimulator((state) => ({ runs: state.runs, run: shownRun(state) }))
  if (run === null) {
    return (
      <Empty icon={<FlaskConical size={22} />} title="Nothing was sent yet">
        <p>Choose a callback or a scenario, and send it. Each request shows here with its answer.</p>
      </Empty>
    )
  }
  return (
    <div className={styles['run']}>
      {runs.length > 1 && (
        <Select
          label="Run"
          value={run.id}
          options={runs.map(({ id, name, startedAt }) => ({ id, name: `${name}, ${fullTime(startedAt)}` }))}
          onChange={(id) => app.simulator.show(id)}
        />
      )}
      <RunHead run={run} />
      <Deliveries run={run} />
      <Requests run={run} />
      {someOver(runs) && (
        <div className={styles['over']}>
          <Button small tone="quiet" onPress={() => clearRuns(app)}>
            Clear the runs that are over
          </Button>
        </div>
      )}
    </div>
  )
}

function RunHead({ run }: { readonly run: RunView }): ReactElement {
  const app = useApp()
  return (
    <section className={styles['runHead']} aria-label="Run">
      <h2>
        {run.name} <Tag tone={run.state === 'running' ? 'accent' : 'plain'}>{STATES[run.state]}</Tag>
      </h2>
      <p>
        {plural(run.sent, 'request')} to <code>{run.target}</code>
        {run.speed > 1 && `, clock ×${String(Math.round(run.speed))}: ${fullTime(run.now)}`}
      </p>
      {run.state === 'interrupted' && (
        <Banner severity="info" inset>
          The program ended while this run was under way. What was captured is in the inbox; start it again to play it
          whole.
        </Banner>
      )}
      {!isOver(run) && (
        <div className={styles['buttons']}>
          {run.state === 'running' ? (
            <Button onPress={() => runAct(app, run.id, 'pause')}>Pause</Button>
          ) : (
            <>
              <Button onPress={() => runAct(app, run.id, 'resume')}>Go on</Button>
              <Button onPress={() => runAct(app, run.id, 'step')}>Next attempt</Button>
            </>
          )}
          <Button tone="danger" onPress={() => runAct(app, run.id, 'stop')}>
            Stop
          </Button>
        </div>
      )}
    </section>
  )
}

const WORDS = {
  waiting: 'waits',
  sending: 'is sent',
  delivered: 'delivered',
  lost: 'not delivered',
  stopped: 'stopped',
} as const

function Deliveries({ run }: { readonly run: RunView }): ReactElement | null {
  if (run.deliveries.length === 0) return null
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          <th>Delivery</th>
          <th>Attempts</th>
          <th>State</th>
        </tr>
      </thead>
      <tbody>
        {run.deliveries.slice(0, 50).map((one, index) => (
          // Deliveries of a run keep their places.
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={index}>
            <td>
              {one.event} {one.variant ?? ''} <code>{one.reference}</code>
            </td>
            <td>{one.attempts}</td>
            <td>
              {WORDS[one.state]}
              {one.nextAt !== null && run.state !== 'stopped' && ` until ${fullTime(one.nextAt)}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Requests({ run }: { readonly run: RunView }): ReactElement | null {
  if (run.requests.length === 0) return null
  return (
    <section aria-label="Requests">
      <h2>Sent, newest first</h2>
      <ol className={styles['requests']}>
        {run.requests.map((request) => (
          <RequestRow key={request.number} run={run} request={request} />
        ))}
      </ol>
    </section>
  )
}

function RequestRow({ run, request }: { readonly run: RunView; readonly request: RunRequest }): ReactElement {
  const app = useApp()
  const { status, problem, sequence, elapsedMs } = request
  const event = run.deliveries[request.delivery]?.event ?? ''
  const show = (entry: number) => {
    app.ui.setPanel('inbox')
    app.inbox.show(entry).catch(() => undefined)
  }
  return (
    <li>
      <Light name={null} state={request.delivered ? 'pass' : 'fail'} />
      <span className={styles['what']}>
        <b>
          {event}, attempt {request.attempt}
        </b>
        <span>
          {request.method}, {status === null ? <Captured text={problem ?? 'no answer'} /> : status}, {span(elapsedMs)}:{' '}
          {request.words}
        </span>
      </span>
      {sequence !== null && (
        <Button small onPress={() => show(sequence)}>
          Callback {sequence}
        </Button>
      )}
    </li>
  )
}
