import type { DeliveryRecord } from '../../../shared/protocol/deliveries.ts'
import type { App } from '../../app/create-app.ts'
import { drawPicture } from './picture.ts'
import type { Picture } from './picture.ts'
import { NO_ZOOM } from './scale.ts'
import type { Zoom } from './scale.ts'

/** Lanes in one picture: a page of them. */
const MOST_LANES = 40
/** Twice as many pixels as points, so that a printed picture is sharp. */
const DENSITY = 2

/** The lanes of a picture: those of the list from the top on; with one chosen, the page that begins with it. */
function recordsOf({ deliveries }: App): readonly DeliveryRecord[] {
  const { total } = deliveries.store.getState()
  const from = deliveries.selectedPosition() ?? 0
  const count = deliveries.selectedPosition() === null ? Math.min(total, MOST_LANES) : 1
  return Array.from({ length: count }, (_, index) => deliveries.rowAt(from + index)).filter((one) => one !== undefined)
}

/** Draws an SVG into a PNG. Rejects when the picture cannot be drawn. */
async function pngOf({ svg, width, height }: Picture): Promise<Uint8Array<ArrayBuffer>> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * DENSITY
  canvas.height = height * DENSITY
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('This window has no canvas to draw on.')
  context.scale(DENSITY, DENSITY)
  context.drawImage(image, 0, 0, width, height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (blob === null) throw new Error('The picture is too large for a PNG.')
  return new Uint8Array(await blob.arrayBuffer())
}

/** The same with the whole time axis, whatever the panel shows of it. */
export const saveWhole = (app: App, kind: 'svg' | 'png'): Promise<void> => saveAsPicture(app, kind, NO_ZOOM)

/** Asks where to, and saves the picture there: the chosen delivery, or the first lanes of the list. */
export async function saveAsPicture(app: App, kind: 'svg' | 'png', zoom: Zoom): Promise<void> {
  const records = recordsOf(app)
  if (records.length === 0) return app.ui.say('There is no delivery to draw.', 'error')
  const picture = drawPicture(records, zoom, Date.now())
  try {
    const bytes = kind === 'svg' ? new TextEncoder().encode(picture.svg) : await pngOf(picture)
    app.desktop.saveBytes(`deliveries.${kind}`, bytes, (saved) => {
      if (saved === null) return
      if (saved.problem === null) app.ui.say(`Saved ${saved.path}.`)
      else app.ui.say(saved.problem, 'error')
    })
  } catch (thrown) {
    app.ui.say(`The picture could not be drawn. ${thrown instanceof Error ? thrown.message : ''}`.trim(), 'error')
  }
}
