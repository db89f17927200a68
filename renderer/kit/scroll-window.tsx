import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import type { ReactElement, ReactNode, Ref } from 'react'
import { clampOffset, offsetOf, offsetShowing, rowsAt, scrollRange, scrollTopOf, tallestSpacer } from './scroll-math.ts'
import styles from './scroll-window.module.css'

export interface ScrollHandle {
  /** Brings a row into view, moving as little as possible. */
  readonly show: (row: number) => void
  readonly toTop: () => void
  /** How many whole rows fit: a page. */
  readonly page: () => number
}

/** Where a list was left, so that it is found there again. */
export interface ScrollMemory {
  offset: number
  grown: number
  list: unknown
}

interface Props {
  readonly rows: number
  readonly rowHeight: number
  /** Rows added at the top so far: when scrolled away from it, the view moves along with what it shows. */
  readonly grown?: number
  /** Another list: back to its top. */
  readonly list?: unknown
  readonly handle?: Ref<ScrollHandle>
  readonly memory?: ScrollMemory
  readonly role?: string
  /** Takes part in the order of Tab, where no grid around it does. */
  readonly focusable?: boolean
  readonly onSight?: (first: number, end: number) => void
  readonly onTop?: (atTop: boolean) => void
  readonly children: (row: number) => ReactNode
}

const SPARE = 4

/**
 * Draws the rows in sight of a list of any length. The rows lie in a layer that does not scroll; what scrolls is a spacer
 * that is never taller than the browser allows, and the true offset is kept beside it.
 */
export function ScrollWindow(props: Props): ReactElement {
  const { rows, rowHeight, grown = 0, list, handle, memory, role, focusable = false, onSight, onTop, children } = props
  const box = useRef<HTMLDivElement>(null)
  const [viewport, setViewport] = useState(0)
  const [offset, setOffset] = useState(0)
  const range = scrollRange(rows, rowHeight, viewport, tallestSpacer(window.devicePixelRatio))
  const now = useRef({ range, offset, told: 0, grown, list, settled: false, wanted: null as number | null })
  now.current.range = range

  const move = (to: number): void => {
    const element = box.current
    if (element === null) return
    const next = clampOffset(now.current.range, to)
    now.current.offset = next
    element.scrollTop = scrollTopOf(now.current.range, next)
    now.current.told = element.scrollTop
    setOffset(next)
  }
  const moveBy = useRef(move)
  moveBy.current = move

  const onScroll = (): void => {
    const top = box.current?.scrollTop ?? 0
    if (Math.abs(top - now.current.told) < 0.75) return
    now.current.told = top
    now.current.offset = offsetOf(now.current.range, top)
    setOffset(now.current.offset)
  }

  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const measure = (): void => setViewport(element.clientHeight)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    // Where the range is scaled, a notch of the wheel would be a leap: it moves the true offset instead.
    const onWheel = (event: WheelEvent): void => {
      if (now.current.range.factor === 1 || event.ctrlKey) return
      event.preventDefault()
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * rowHeight : event.deltaY
      moveBy.current(now.current.offset + pixels)
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      observer.disconnect()
      element.removeEventListener('wheel', onWheel)
    }
  }, [rowHeight])

  useLayoutEffect(() => {
    const seen = now.current
    const added = seen.list === list ? grown - seen.grown : 0
    const other = seen.list !== list
    seen.grown = grown
    seen.list = list
    if (viewport === 0) return
    if (!seen.settled) {
      // The first drawing with a height: back to where it was left, then to what was asked for meanwhile.
      seen.settled = true
      move(memory === undefined || memory.list !== list ? 0 : resumed(memory, grown, rowHeight))
      if (seen.wanted !== null) move(offsetShowing(range, seen.offset, seen.wanted, rowHeight))
      seen.wanted = null
    } else if (other) move(0)
    else if (added > 0 && seen.offset > 0) move(seen.offset + added * rowHeight)
    else if (seen.offset !== clampOffset(range, seen.offset)) move(seen.offset)
    if (memory !== undefined) Object.assign(memory, { offset: seen.offset, grown, list })
  })

  const sight = rowsAt(range, offset, rowHeight, rows, SPARE)
  const atTop = offset < 1
  useEffect(() => onSight?.(sight.first, sight.end), [sight.first, sight.end, onSight, rows])
  useEffect(() => onTop?.(atTop), [atTop, onTop])
  useImperativeHandle(handle, () => ({
    show: (row) => {
      if (now.current.settled) moveBy.current(offsetShowing(now.current.range, now.current.offset, row, rowHeight))
      else now.current.wanted = row
    },
    toTop: () => moveBy.current(0),
    page: () => Math.max(1, Math.floor(now.current.range.viewport / rowHeight) - 1),
  }))

  const drawn: ReactNode[] = []
  for (let row = sight.first; row < sight.end; row++) drawn.push(children(row))
  return (
    <div ref={box} className={styles['box']} onScroll={onScroll} role={role} tabIndex={focusable ? 0 : -1}>
      <div className={styles['spacer']} style={{ height: range.spacer }} role="presentation">
        <div className={styles['layer']} style={{ height: viewport }} role="presentation">
          <div style={{ transform: `translateY(${sight.first * rowHeight - offset}px)` }} role="presentation">
            {drawn}
          </div>
        </div>
      </div>
    </div>
  )
}

/** The offset at which the same rows stand that were in sight when the list was left. */
function resumed(memory: ScrollMemory, grown: number, rowHeight: number): number {
  return memory.offset === 0 ? 0 : memory.offset + Math.max(0, grown - memory.grown) * rowHeight
}
