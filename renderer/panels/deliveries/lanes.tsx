import { useCallback, useEffect, useRef, useState } from 'react'
import type { CSSProperties, KeyboardEvent, PointerEvent, ReactElement, WheelEvent } from 'react'
import { useApp, useDeliveries, useUi } from '../../app/use-app.ts'
import { cx } from '../../kit/cx.ts'
import { ScrollWindow } from '../../kit/scroll-window.tsx'
import type { ScrollHandle } from '../../kit/scroll-window.tsx'
import { useWidth } from '../../kit/use-width.ts'
import { DeliveryName, LANE, LadderPicture, Words, markId } from './lane.tsx'
import { laneOf } from './model.ts'
import { axisOf, panned, ticksOf, zoomed } from './scale.ts'
import type { Place, Zoom } from './scale.ts'
import styles from './lanes.module.css'

/** Widths of the first and the last column; the name of the longest event needs more in the larger type of a presentation. */
const NAME = 236
const NAME_PRESENTING = 292
const WORDS = 212
const SCROLLBAR = 12
const STEP = 1.5
const left = { offset: 0, grown: 0, list: null as unknown }
const laneId = (id: number): string => `delivery-${id}`

interface Props {
  readonly now: number
  readonly zoom: Zoom
  readonly onZoom: (change: (zoom: Zoom, width: number) => Zoom) => void
  /** Tells the width of the axis, for the buttons above. */
  readonly onWidth: (width: number) => void
}

/** Goes to a callback in the inbox. */
export function useCallbackLink(): (sequence: number) => void {
  const app = useApp()
  return useCallback(
    (sequence) => {
      app.ui.setPanel('inbox')
      app.inbox.show(sequence).catch(() => undefined)
    },
    [app],
  )
}

/** All deliveries, one lane each, under one time axis. */
export function Lanes({ now, zoom, onZoom, onWidth }: Props): ReactElement {
  const app = useApp()
  const { total, list, grown, selected } = useDeliveries(({ total: t, list: l, grown: g, selected: s }) => ({
    total: t,
    list: l,
    grown: g,
    selected: s,
  }))
  useDeliveries((state) => state.revision)
  const box = useRef<HTMLDivElement>(null)
  const scroll = useRef<ScrollHandle>(null)
  const name = useUi((ui) => (ui.presenting ? NAME_PRESENTING : NAME))
  const width = Math.max(120, useWidth(box) - name - WORDS - SCROLLBAR)
  const [cursor, setCursor] = useState<number | null>(null)
  const see = useCallback((first: number, end: number) => app.deliveries.see(first, end), [app])
  const toCallback = useCallbackLink()
  useEffect(() => onWidth(width), [width, onWidth])
  useEffect(() => setCursor(null), [selected])
  const shown = useDeliveries((state) => state.detail?.id ?? null)
  useEffect(() => {
    // The detail below takes room from the list: the chosen lane stays in sight, also when it was chosen elsewhere.
    if (shown === null) return
    app.deliveries.locate(shown).then(
      (position) => position !== null && requestAnimationFrame(() => scroll.current?.show(position)),
      () => undefined,
    )
  }, [app, shown])
  const place = axisOf(width, zoom)
  const keys = useKeys({ now, total, cursor, setCursor, scroll, width, onZoom })
  const dragging = useDrag(width, onZoom)
  const onWheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return
    const at = event.clientX - (box.current?.getBoundingClientRect().left ?? 0) - name
    onZoom((before, wide) => zoomed(before, event.deltaY < 0 ? STEP : 1 / STEP, at, wide))
  }
  const active = selected === null ? undefined : cursor === null ? laneId(selected) : markId(selected, cursor)
  return (
    <div
      ref={box}
      className={styles['grid']}
      role="grid"
      aria-label="Deliveries"
      aria-rowcount={total + 1}
      aria-activedescendant={active}
      tabIndex={0}
      id="deliveries"
      style={{ '--name': `${name}px`, '--words': `${WORDS}px` } as CSSProperties}
      onKeyDown={keys}
      onWheel={onWheel}
      {...dragging}
    >
      <Axis place={place} width={width} />
      <ScrollWindow
        rows={total}
        rowHeight={LANE}
        grown={grown}
        list={list}
        handle={scroll}
        memory={left}
        role="rowgroup"
        focusable
        onSight={see}
      >
        {(position) => (
          <Row
            key={total - position}
            position={position}
            now={now}
            place={place}
            width={width}
            selected={selected}
            cursor={cursor}
            onCallback={toCallback}
          />
        )}
      </ScrollWindow>
    </div>
  )
}

function Axis({ place, width }: { readonly place: Place; readonly width: number }): ReactElement {
  return (
    <div className={styles['axis']} role="row">
      <div role="columnheader" className={styles['axisName']}>
        Event
      </div>
      <div role="columnheader">
        <span className="unseen">Time since the first attempt, logarithmic</span>
        <svg width={width} height={28} aria-hidden>
          {ticksOf(place, width).map(({ x, label }) => (
            <g key={label} transform={`translate(${x} 0)`} className={styles['tick']}>
              <text y={16} textAnchor="middle">
                {label}
              </text>
              <line y1={22} y2={28} />
            </g>
          ))}
        </svg>
      </div>
      <div role="columnheader" className={styles['axisName']}>
        State
      </div>
    </div>
  )
}

interface RowProps {
  readonly position: number
  readonly now: number
  readonly place: Place
  readonly width: number
  readonly selected: number | null
  readonly cursor: number | null
  readonly onCallback: (sequence: number) => void
}

function Row({ position, now, place, width, selected, cursor, onCallback }: RowProps): ReactElement {
  const app = useApp()
  const record = app.deliveries.rowAt(position)
  if (record === undefined) {
    return (
      <div className={styles['lane']} role="row" aria-rowindex={position + 2}>
        <div role="gridcell" className={styles['waitingCell']} aria-label="Loading" />
      </div>
    )
  }
  const lane = laneOf(record, now)
  const active = record.id === selected
  return (
    // Keys are the grid's, which has the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      className={cx(styles['lane'], active && styles['active'])}
      role="row"
      id={laneId(record.id)}
      aria-rowindex={position + 2}
      aria-selected={active}
      data-delivery={record.id}
      onClick={() => app.deliveries.select(record.id)}
    >
      <div role="gridcell">
        <DeliveryName record={record} />
      </div>
      <div role="gridcell">
        <LadderPicture
          id={record.id}
          lane={lane}
          place={place}
          width={width}
          height={LANE - 1}
          cursor={active ? cursor : null}
          onCallback={onCallback}
        />
      </div>
      <div role="gridcell">
        <Words lane={lane} />
      </div>
    </div>
  )
}

interface KeyParts {
  readonly now: number
  readonly total: number
  readonly cursor: number | null
  readonly setCursor: (cursor: number | null) => void
  readonly scroll: { readonly current: ScrollHandle | null }
  readonly width: number
  readonly onZoom: Props['onZoom']
}

/** Up and down walk through the lanes, left and right through the marks of one; plus, minus and 0 zoom; with shift the axis moves. */
function useKeys({ now, total, cursor, setCursor, scroll, width, onZoom }: KeyParts): (event: KeyboardEvent) => void {
  const app = useApp()
  const toCallback = useCallbackLink()
  const at = (position: number): void => {
    const wanted = Math.min(total - 1, Math.max(0, position))
    scroll.current?.show(wanted)
    const record = app.deliveries.rowAt(wanted)
    if (record !== undefined) app.deliveries.select(record.id)
  }
  const marks = () => {
    const position = app.deliveries.selectedPosition()
    const record = position === null ? undefined : app.deliveries.rowAt(position)
    return record === undefined ? [] : laneOf(record, now).marks.map((mark, index) => ({ ...mark, index }))
  }
  const along = (by: 1 | -1): void => {
    const ordered = marks().toSorted((one, other) => one.seconds - other.seconds)
    const here = ordered.findIndex(({ index }) => index === cursor)
    const next = ordered[here < 0 ? (by === 1 ? 0 : ordered.length - 1) : here + by]
    if (next !== undefined) setCursor(next.index)
  }
  const enter = (): void => {
    const all = marks()
    const mark = cursor === null ? all.findLast(({ sequence }) => sequence !== null) : all[cursor]
    if (mark !== undefined && mark.sequence !== null) toCallback(mark.sequence)
  }
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const from = app.deliveries.selectedPosition() ?? -1
    const page = scroll.current?.page() ?? 5
    const pan = (by: number) => onZoom((zoom, wide) => panned(zoom, by, wide))
    const zoom = (by: number) => onZoom((before, wide) => zoomed(before, by, width / 2, wide))
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => at(from + 1),
      ArrowUp: () => at(from - 1),
      PageDown: () => at(from + page),
      PageUp: () => at(from - page),
      Home: () => at(0),
      End: () => at(total - 1),
      ArrowRight: () => (event.shiftKey ? pan(-80) : along(1)),
      ArrowLeft: () => (event.shiftKey ? pan(80) : along(-1)),
      Enter: enter,
      '+': () => zoom(STEP),
      '=': () => zoom(STEP),
      '-': () => zoom(1 / STEP),
      '0': () => onZoom(() => ({ factor: 1, shift: 0 })),
      Escape: () => app.deliveries.select(null),
    }
    const move = moves[event.key]
    if (move === undefined) return
    event.preventDefault()
    move()
  }
}

/** Drags the axis sideways. */
function useDrag(width: number, onZoom: Props['onZoom']) {
  const from = useRef<number | null>(null)
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button === 0) from.current = event.clientX
    },
    onPointerMove: (event: PointerEvent) => {
      if (from.current === null || (event.buttons & 1) === 0) return
      const by = event.clientX - from.current
      from.current = event.clientX
      onZoom((zoom) => panned(zoom, by, width))
    },
    onPointerUp: () => {
      from.current = null
    },
  }
}
