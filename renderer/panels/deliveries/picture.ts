import type { DeliveryRecord } from '../../../shared/protocol/deliveries.ts'
import { LADDER_STATEMENTS } from '../../../shared/facts/ladder-statements.ts'
import { fullTime } from '../../format/units.ts'
import { visibleText } from '../../format/visible.ts'
import { laneOf } from './model.ts'
import type { Mark, MarkKind } from './model.ts'
import { axisOf, ticksOf } from './scale.ts'
import type { Place, Zoom } from './scale.ts'
import { SHAPES } from './shapes.ts'

/* The picture as a file: the marks of the window in an SVG that needs nothing else, in the colours of print. */

const NAME = 280
const AXIS = 840
const WORDS = 230
const LANE = 56
const TOP = 92
const FONT = "Inter, 'Helvetica Neue', Arial, sans-serif"

/** Colours of the light theme (style/tokens.css). */
const COLOURS: Readonly<Record<MarkKind, readonly [line: string, fill: string, sign: string]>> = {
  delivered: ['#1a7037', '#1a7037', '#ffffff'],
  again: ['#1a7037', '#e2f3e7', '#1a7037'],
  refused: ['#b3261e', '#fce8e6', '#b3261e'],
  redirect: ['#b3261e', '#fce8e6', '#b3261e'],
  late: ['#875500', '#fdf0d6', '#875500'],
  unanswered: ['#b3261e', '#fce8e6', '#b3261e'],
  unknown: ['#5a5f65', '#ececea', '#5a5f65'],
  next: ['#3550c8', '#ffffff', '#3550c8'],
  predicted: ['#666b72', '#ffffff', '#666b72'],
  unseen: ['#d3d3cd', '#d3d3cd', '#d3d3cd'],
}
const STATE_COLOURS = {
  delivered: '#1a7037',
  waiting: '#3550c8',
  lost: '#b3261e',
  open: '#875500',
  ended: '#875500',
} as const

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** Captured text becomes text: what XML could read is written out, what would hide is made visible. */
const escaped = (text: string): string => visibleText(text).replace(/[&<>"']/g, (char) => ESCAPES[char] ?? '')
const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
const fixed = (n: number): string => n.toFixed(1)

function text(x: number, y: number, words: string, style: string): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}" ${style}>${escaped(words)}</text>`
}

function markOf(mark: Mark, place: Place, y: number): string {
  const [line, fill, sign] = COLOURS[mark.kind]
  const { outline, inside } = SHAPES[mark.kind]
  const dash = mark.kind === 'predicted' ? ' stroke-dasharray="2 2"' : ''
  const filled = mark.kind === 'next' ? ` fill="${sign}"` : ' fill="none"'
  const signed =
    inside === null ? '' : `<path d="${inside}" stroke="${sign}" stroke-width="1.6" stroke-linecap="round"${filled}/>`
  return `<g transform="translate(${fixed(place(mark.seconds))} ${fixed(y)})"><title>${escaped(mark.text)}</title><path d="${outline}" fill="${fill}" stroke="${line}" stroke-width="1.5"${dash}/>${signed}</g>`
}

function laneMarkup(record: DeliveryRecord, index: number, now: number, place: Place): string {
  const lane = laneOf(record, now)
  const y = TOP + index * LANE + LANE / 2
  const name = `${record.simulated ? 'Simulated: ' : ''}${record.eventType ?? 'Event not named'}`
  const ends = lane.marks.map(({ seconds }) => place(seconds))
  return [
    `<line x1="0" x2="${NAME + AXIS + WORDS}" y1="${y + LANE / 2}" y2="${y + LANE / 2}" stroke="#e5e5e1"/>`,
    text(20, y - 4, cut(name, 30), 'font-size="12.5" font-weight="600"'),
    text(
      20,
      y + 14,
      cut(`${record.facet === null ? '' : `${record.facet} `}${record.reference ?? ''}`, 36),
      'font-size="11.5" fill="#54595f" font-family="monospace"',
    ),
    `<svg x="${NAME}" y="0" width="${AXIS}" height="${TOP + (index + 1) * LANE}" overflow="hidden">`,
    `<line x1="${fixed(place(0))}" x2="${fixed(Math.max(place(0), ...ends))}" y1="${y}" y2="${y}" stroke="#d3d3cd" stroke-width="2"/>`,
    ...lane.marks.map((mark) => markOf(mark, place, y)),
    '</svg>',
    text(
      NAME + AXIS + 16,
      y - 4,
      lane.words.title,
      `font-size="12.5" font-weight="600" fill="${STATE_COLOURS[lane.words.state]}"`,
    ),
    text(NAME + AXIS + 16, y + 14, cut(lane.words.more, 40), 'font-size="11.5" fill="#54595f"'),
  ].join('\n')
}

export interface Picture {
  readonly svg: string
  readonly width: number
  readonly height: number
}

/** Draws some deliveries, the first on top, as an SVG file. @param now ms since 1970, for what is still to come */
export function drawPicture(records: readonly DeliveryRecord[], zoom: Zoom, now: number): Picture {
  const width = NAME + AXIS + WORDS
  const height = TOP + Math.max(1, records.length) * LANE + 44
  const place = axisOf(AXIS, zoom)
  const ticks = ticksOf(place, AXIS, 56).map(({ x, label }) =>
    text(NAME + x, TOP - 14, label, 'font-size="11" fill="#54595f" text-anchor="middle"'),
  )
  const foot = `Two statements of the documents: 20 attempts in 36 h 12 min 15 s (used here), and ${LADDER_STATEMENTS.month}.`
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}" fill="#1a1c1f">`,
    '<title>Deliveries and their retry ladder</title>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(20, 34, 'Deliveries', 'font-size="17" font-weight="600"'),
    text(20, 54, `Callback Inspector, ${fullTime(now)}`, 'font-size="11.5" fill="#54595f"'),
    ...ticks,
    ...records.map((record, index) => laneMarkup(record, index, now, place)),
    text(20, height - 18, foot, 'font-size="10.5" fill="#54595f"'),
    '</svg>',
  ].join('\n')
  return { svg, width, height }
}
