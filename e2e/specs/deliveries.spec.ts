import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app.ts'
import { ladderArchive } from '../fixtures/ladder-archive.ts'
import { DeliveriesPage } from '../pages/deliveries-page.ts'
import { send, WindowPage } from '../pages/window-page.ts'

let folder: string
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deliveries-spec-'))
})
test.afterEach(() => rm(folder, { recursive: true, force: true }))

test('ladders of the last hours: read, walked through, split, exported', async ({ launchApp }) => {
  const archive = await ladderArchive(folder)
  const { app, page, complaints } = await launchApp({ args: [`--archive=${archive}`] })
  const window = new WindowPage(page)
  const deliveries = new DeliveriesPage(page)
  await window.go('deliveries')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 delivery is waiting for the next attempt.')

  // Ten attempts failed, the eleventh comes next, twenty in all.
  const waiting = deliveries.lane('order-100479')
  await expect(waiting).toContainText(/Next in 1\d min/)
  await expect(waiting.getByRole('img')).toHaveCount(20)
  await expect(waiting.getByRole('img', { name: /^Attempt 10 of 20 \(certain\), .*503, refused/ })).toHaveCount(1)
  await waiting.getByRole('img', { name: /^Attempt 11 comes next/ }).hover()
  await expect(waiting.getByText(/^Attempt 11 comes next/)).toBeVisible()

  // Only later attempts were seen: the numbers come from the gaps.
  await deliveries.search('100477')
  await expect(deliveries.lane('order-100477')).toContainText('Delivered, attempt 12')
  await deliveries.search('')

  await page.getByRole('button', { name: /^1\s*lost$/ }).click()
  await expect(deliveries.lanes).toHaveCount(1)
  await expect(deliveries.lane('order-100390')).toContainText('Lost')
  await page.getByRole('button', { name: /^1\s*lost$/ }).click()

  // By keyboard: to the newest lane, along its marks, to the callback.
  await deliveries.grid.focus()
  await page.keyboard.press('Home')
  await expect(deliveries.chosen).toContainText('order-100486')
  await page.keyboard.press('Escape')

  // Everything of one payment, with what there is to say about its order.
  await deliveries.choose('order-100483')
  await page.getByRole('tab', { name: 'Payment, 2 events' }).click()
  await expect(page.getByRole('list', { name: 'Order of events' })).toContainText(
    'BOOKED and FINALIZATION came within one second (400 ms apart).',
  )
  await page.getByRole('tab', { name: 'Ladder' }).click()
  await expect(page.getByText('until a month has passed').last()).toBeVisible()

  // Splitting is kept.
  await deliveries.choose('order-100399')
  await page.getByRole('button', { name: 'Begin a delivery of its own here' }).first().click()
  await expect(page.getByText('It was split or joined by hand.')).toBeVisible()
  await expect(deliveries.lane('order-100399')).toHaveCount(2)
  await page.getByRole('button', { name: 'Join with the one before' }).click()
  await expect(deliveries.lane('order-100399')).toHaveCount(1)

  // The picture as files.
  const target = async (name: string) =>
    app.evaluate(
      ({ dialog }, path) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
      },
      join(folder, name),
    )
  await deliveries.choose('order-100479')
  await target('ladder.svg')
  await page.getByRole('button', { name: 'SVG' }).click()
  await expect(page.getByText(/^Saved .*ladder\.svg/)).toBeVisible()
  const svg = await readFile(join(folder, 'ladder.svg'), 'utf8')
  expect(svg).toContain('order-100479')
  expect(svg.match(/<title>Attempt/g)).toHaveLength(20)
  await target('ladder.png')
  await page.getByRole('button', { name: 'PNG' }).click()
  await expect(page.getByText(/^Saved .*ladder\.png/)).toBeVisible()
  const png = await readFile(join(folder, 'ladder.png'))
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect(png.readUInt32BE(16)).toBeGreaterThan(2000)
  expect(complaints).toEqual([])
})

test('a callback says which attempt it is, and leads to its ladder and back', async ({ launchApp }) => {
  const launched = await launchApp()
  const { page } = launched
  const window = new WindowPage(page)
  const deliveries = new DeliveriesPage(page)
  await send(launched, '/callback?event-type=UNFREEZE&paymentId=order-1')
  await expect(window.row(1)).toBeVisible()
  await window.row(1).click()
  await window.tab('Delivery')
  await expect(window.detail).toContainText('This is attempt 1 of 20 (likely). Delivered at once')
  // The words of the chosen attempt stand below the picture, and cover none of its marks.
  const marks = await window.detail.getByRole('group', { name: 'Attempts' }).boundingBox()
  const words = await window.detail.getByText(/^Attempt 1 of 20 \(likely\), .*delivered/).boundingBox()
  expect(words?.y).toBeGreaterThanOrEqual((marks?.y ?? Infinity) + (marks?.height ?? 0))
  await page.getByRole('button', { name: 'Show it among the deliveries' }).click()
  await expect(deliveries.chosen).toContainText('order-1')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Everything was delivered.')
  // What arrives while the panel is open comes in on top.
  await send(launched, '/callback?event-type=ANNULMENT&paymentId=order-2')
  await expect(deliveries.lanes).toHaveCount(2)
  await expect(deliveries.lanes.first()).toContainText('order-2')
  await deliveries.grid.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect(window.row(2)).toHaveAttribute('aria-selected', 'true')
})
