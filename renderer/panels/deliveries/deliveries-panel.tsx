import { useCallback, useEffect, useRef, useState } from 'react'
import type { ReactElement } from 'react'
import Download from 'lucide-react/icons/download'
import Search from 'lucide-react/icons/search'
import ZoomIn from 'lucide-react/icons/zoom-in'
import ZoomOut from 'lucide-react/icons/zoom-out'
import Maximize2 from 'lucide-react/icons/maximize-2'
import { Group, Panel, Separator } from 'react-resizable-panels'
import { LADDER_STATEMENTS } from '../../../shared/facts/ladder-statements.ts'
import type { DeliveryCounts } from '../../../shared/model/delivery-filter.ts'
import { useApp, useDeliveries, useEngineView } from '../../app/use-app.ts'
import { plural } from '../../format/units.ts'
import { Banner, Empty } from '../../kit/bits.tsx'
import { Button, IconButton } from '../../kit/button.tsx'
import { cx } from '../../kit/cx.ts'
import search from '../../kit/search.module.css'
import split from '../../kit/split.module.css'
import { Cards } from './cards.tsx'
import { DeliveryDetail } from './delivery-detail.tsx'
import { Lanes } from './lanes.tsx'
import { NO_ZOOM, zoomed } from './scale.ts'
import type { Zoom } from './scale.ts'
import { saveAsPicture } from './save-picture.ts'
import { useSecond } from './use-second.ts'
import styles from './deliveries.module.css'

/** What there is to say about all of them. */
function sentence({ waiting, lost, first, later, open }: DeliveryCounts): string {
  if (waiting > 0) return `${plural(waiting, 'delivery is', 'deliveries are')} waiting for the next attempt.`
  if (lost > 0) return `${plural(lost, 'delivery is', 'deliveries are')} lost; nothing is waiting.`
  if (open > 0)
    return `${plural(open, 'delivery has', 'deliveries have')} not been accepted, and nothing says that an attempt comes.`
  return first + later === 0 ? 'No delivery yet.' : 'Everything was delivered.'
}

/** Deliveries: one ladder each, under one time axis. */
export function DeliveriesPanel(): ReactElement {
  const app = useApp()
  const now = useSecond()
  const [zoom, setZoom] = useState<Zoom>(NO_ZOOM)
  const width = useRef(600)
  const linked = useEngineView((view) => view.link.kind === 'ready')
  const { opened, total, counts, narrowed, selected, problem } = useDeliveries((state) => ({
    opened: state.view !== null,
    total: state.total,
    counts: state.counts,
    narrowed: Object.keys(state.filter).length > 0,
    selected: state.detail !== null,
    problem: state.problem,
  }))
  useEffect(() => {
    if (linked) void app.deliveries.open(app.deliveries.store.getState().filter)
    return () => app.deliveries.leave()
  }, [app, linked])
  const onZoom = useCallback(
    (change: (zoom: Zoom, width: number) => Zoom) => setZoom((before) => change(before, width.current)),
    [],
  )
  const onWidth = useCallback((wide: number) => {
    width.current = wide
  }, [])
  const nothing = opened && total === 0
  return (
    <div className={styles['panel']}>
      <header className={styles['head']}>
        <h1>{sentence(counts)}</h1>
        <p>
          The bank tries 20 times over 36 h 12 min; half of the attempts fall in the first 38 minutes. An older sentence
          of the same page says <q>{LADDER_STATEMENTS.monthShort}</q>.
        </p>
      </header>
      <Cards />
      <Tools zoom={zoom} onZoom={onZoom} />
      {problem !== null && problem.code !== 'link-closed' && <Banner severity="error">{problem.message}</Banner>}
      {nothing && (narrowed ? <NothingFound /> : <NothingYet />)}
      {!nothing && (
        <Group className={split['split']} orientation="vertical">
          <Panel id="lanes" minSize={160} defaultSize="58%">
            <Lanes now={now} zoom={zoom} onZoom={onZoom} onWidth={onWidth} />
          </Panel>
          {selected && (
            <>
              <Separator className={cx(split['handle'], split['below'])} aria-label="Height of the list" />
              <Panel id="delivery" minSize={140} defaultSize="42%">
                <DeliveryDetail now={now} />
              </Panel>
            </>
          )}
        </Group>
      )}
    </div>
  )
}

interface ToolsProps {
  readonly zoom: Zoom
  readonly onZoom: (change: (zoom: Zoom, width: number) => Zoom) => void
}

const TYPING_PAUSE_MS = 150
const STEP = 1.5

/** Search, zoom, and the picture as a file. */
function Tools({ zoom, onZoom }: ToolsProps): ReactElement {
  const app = useApp()
  const filter = useDeliveries((state) => state.filter)
  const [text, setText] = useState(filter.text ?? '')
  useEffect(() => {
    const wanted = text.trim()
    const timer = setTimeout(() => {
      const { text: present, ...rest } = app.deliveries.store.getState().filter
      if (wanted !== (present ?? '')) void app.deliveries.open(wanted === '' ? rest : { ...rest, text: wanted })
    }, TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [app, text])
  const by = (factor: number) => onZoom((before, width) => zoomed(before, factor, width / 2, width))
  return (
    <div className={styles['toolbar']} role="toolbar" aria-label="Deliveries">
      <div className={search['search']} role="search">
        <Search size={15} aria-hidden />
        <input
          type="text"
          aria-label="Search the deliveries"
          placeholder="Reference or event…"
          maxLength={200}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <IconButton label="Zoom in" shortcut="+" onPress={() => by(STEP)}>
        <ZoomIn size={16} />
      </IconButton>
      <IconButton label="Zoom out" shortcut="−" disabled={zoom.factor === 1} onPress={() => by(1 / STEP)}>
        <ZoomOut size={16} />
      </IconButton>
      <IconButton
        label="Show the whole ladder"
        shortcut="0"
        disabled={zoom.factor === 1}
        onPress={() => onZoom(() => NO_ZOOM)}
      >
        <Maximize2 size={16} />
      </IconButton>
      <Button onPress={() => void saveAsPicture(app, 'svg', zoom)}>
        <Download size={14} aria-hidden /> SVG
      </Button>
      <Button onPress={() => void saveAsPicture(app, 'png', zoom)}>
        <Download size={14} aria-hidden /> PNG
      </Button>
    </div>
  )
}

function NothingYet(): ReactElement {
  return (
    <Empty title="No delivery yet">
      <p>
        Callbacks of one event are gathered here: each attempt, what it was answered, and when the next one comes.
        Requests that are not recognised as callbacks stay in the inbox.
      </p>
    </Empty>
  )
}

function NothingFound(): ReactElement {
  const app = useApp()
  return (
    <Empty title="Nothing matches">
      <Button onPress={() => void app.deliveries.open({})}>Show all deliveries</Button>
    </Empty>
  )
}
