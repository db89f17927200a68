/* Windowing over row numbers. Chromium ends an element at 33.5 million device pixels vertically (16.7 million CSS pixels
 * at ratio 2), so a range that is longer is scaled down, and a second number, the true offset, says what is shown. */

/** The tallest spacer that is safe at this device pixel ratio, in CSS pixels. */
export function tallestSpacer(devicePixelRatio: number): number {
  return Math.floor(16_000_000 / Math.max(1, devicePixelRatio))
}

export interface ScrollRange {
  /** All rows, in CSS pixels, as if there were no limit. */
  readonly full: number
  /** What the element is given. */
  readonly spacer: number
  readonly viewport: number
  /** True pixels per pixel of the scrollbar; 1 as long as the rows fit. */
  readonly factor: number
}

/** Takes the number of rows, their height, the height of the viewport and the tallest spacer; gives the scroll range. */
export function scrollRange(rows: number, rowHeight: number, viewport: number, tallest: number): ScrollRange {
  const full = rows * rowHeight
  const spacer = Math.min(full, tallest)
  const room = spacer - viewport
  const factor = spacer === full || room <= 0 ? 1 : (full - viewport) / room
  return { full, spacer, viewport, factor }
}

/** The largest true offset. */
export function lastOffset(range: ScrollRange): number {
  return Math.max(0, range.full - range.viewport)
}

/** Keeps a true offset within the range. */
export function clampOffset(range: ScrollRange, offset: number): number {
  return Math.min(lastOffset(range), Math.max(0, offset))
}

/** Position of the scrollbar → true offset. */
export function offsetOf(range: ScrollRange, scrollTop: number): number {
  return clampOffset(range, scrollTop * range.factor)
}

/** True offset → position of the scrollbar. */
export function scrollTopOf(range: ScrollRange, offset: number): number {
  return clampOffset(range, offset) / range.factor
}

export interface RowWindow {
  readonly first: number
  /** One past the last row. */
  readonly end: number
}

/** The rows to draw at an offset, with `spare` rows on either side. */
export function rowsAt(range: ScrollRange, offset: number, rowHeight: number, rows: number, spare: number): RowWindow {
  const first = Math.max(0, Math.floor(offset / rowHeight) - spare)
  const end = Math.min(rows, Math.ceil((offset + range.viewport) / rowHeight) + spare)
  return { first: Math.min(first, end), end }
}

/** The offset that brings a row fully into view, moving as little as possible. */
export function offsetShowing(range: ScrollRange, offset: number, row: number, rowHeight: number): number {
  const top = row * rowHeight
  if (top < offset) return clampOffset(range, top)
  if (top + rowHeight > offset + range.viewport) return clampOffset(range, top + rowHeight - range.viewport)
  return clampOffset(range, offset)
}
