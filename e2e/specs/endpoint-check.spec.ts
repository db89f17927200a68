import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '../fixtures/app.ts'
import { CheckPage } from '../pages/check-page.ts'
import { WindowPage } from '../pages/window-page.ts'

/** Runs a program to its end, whatever it says. */
const program = (name: string, ...args: string[]) =>
  new Promise<void>((done) => {
    const child = spawn(name, args, { stdio: 'ignore' })
    child.on('close', () => done())
    child.on('error', () => done())
  })

test('an address is checked item by item, alone, in a batch, and as a rehearsal on our listener', async ({
  launchApp,
}) => {
  const { app, page } = await launchApp()
  const window = new WindowPage(page)
  const check = new CheckPage(page)
  await window.command('endpoint check')

  await check.address.fill('https://0x7f.1:8443/callback?id={paymentid}')
  await check.run()
  await expect(check.verdict).toHaveText('Callbacks will not arrive')
  await expect(check.item('form')).toHaveAttribute('data-state', 'pass')
  await expect(check.item('port')).toHaveAttribute('data-state', 'fail')
  await expect(check.item('template')).toHaveAttribute('data-state', 'warn')
  await expect(check.finding('LOOPBACK')).toContainText('What to do')
  await expect(check.finding('PORT_NOT_443')).toContainText('All callbacks are sent via HTTPS (port 443)')

  await check.address.fill('https://abc.ngrok.io/cb\nhttp://shop.example.com/cb')
  await check.run()
  await expect(check.addresses).toContainText('2 of 2 checked')
  await expect(check.item('tunnel')).toHaveAttribute('data-state', 'fail')
  await check.addresses.getByRole('button', { name: 'http://shop.example.com/cb' }).click()
  await expect(check.finding('NOT_HTTPS')).toBeVisible()

  await check.takeOurListener()
  await check.run()
  await expect(check.item('chain')).toContainText('given for this check, not public')
  await expect(check.item('answer')).toContainText('GET got 204')
  await expect(check.item('outside')).toHaveAttribute('data-state', 'unknown')
  await page.getByRole('button', { name: 'Copy report' }).click()
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toContain('# Endpoint check')

  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${String(target)}`))).toEqual([])
})

test('what fails before HTTP stands in the inbox with its cause; the card knows its certificate and its self-test', async ({
  launchApp,
}) => {
  const launched = await launchApp()
  const { page } = launched
  const window = new WindowPage(page)
  const url = new URL(launched.ready.urls.https ?? '')
  const card = page.getByRole('region', { name: 'HTTPS listener' })
  await expect(card).toContainText('Lab: the bank will refuse it')
  await expect(card).toContainText(/Self-test\s*passed/)

  await program('curl', '-s', `https://localhost:${url.port}/callback`)
  await expect(window.grid).toContainText('our authority is unknown')
  await program('openssl', 's_client', '-connect', url.host, '-tls1_1', '-cipher', 'DEFAULT:@SECLEVEL=0')
  await expect(window.grid).toContainText('version too old')
  await program('openssl', 's_client', '-connect', url.host, '-tls1_2', '-cipher', 'AES128-SHA')
  await expect(window.grid).toContainText('no common cipher')
  const socket = connect({ host: url.hostname, port: Number(url.port) }, () =>
    socket.end(Buffer.from('16030102', 'hex')),
  )
  await expect(window.grid).toContainText('the client gave up')

  await window.rows.filter({ hasText: 'version too old' }).click()
  await expect(window.detail).toContainText('older than 1.2')
  await expect(window.detail).toContainText('not an address of the bank')

  const authority = ['--cacert', join(launched.userData, 'certificate', 'local-ca.pem')]
  const elsewhere = ['--connect-to', `shop.example.com:443:127.0.0.1:${url.port}`, 'https://shop.example.com/callback']
  await program('curl', '-s', ...authority, ...elsewhere)
  await expect(window.grid).toContainText('wrong name')
  await expect(card).toContainText(/Listening since/)
  await expect(card).toContainText(/Last failed handshake/)

  await card.getByRole('button', { name: 'Test now' }).click()
  await expect(page.getByRole('log', { name: 'Messages' })).toContainText('answer')
})

test('the self-test through the public name says what arrived, what that proves, and what answers elsewhere', async ({
  launchApp,
}) => {
  const { page, ready } = await launchApp()
  const window = new WindowPage(page)
  const check = new CheckPage(page)
  const { port } = new URL(ready.urls.https ?? '')
  await window.command('self-test through')
  await expect(page.getByRole('log', { name: 'Messages' })).toContainText('Enter the public https address')

  await check.address.fill(`https://localhost:${port}/callback?paymentId={paymentId}`)
  await page.getByRole('button', { name: 'Self-test', exact: true }).click()
  const result = page.getByRole('region', { name: 'Self-test through the public name' })
  await expect(result.getByRole('heading', { level: 3 })).toHaveText('The request arrived at our listener')
  await expect(result).toContainText('exactly as it was sent')
  await expect(result).toContainText('never left it')
  const card = page.getByRole('region', { name: 'HTTPS listener' })
  await expect(card).toContainText(/Public name\s*needs a look/)
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${String(target)}`))).toEqual([])

  await check.address.fill('https://localhost:1/callback')
  await card.getByRole('button', { name: 'Test the public name' }).press('Enter')
  await expect(result.getByRole('heading', { level: 3 })).toHaveText('Not reached from here')
  await expect(result).toContainText('hairpin NAT')
  await expect(card).toContainText(/Public name\s*not reached/)
  await window.command('gtinbox')
  await expect(page.getByRole('heading', { name: 'Ready for the first callback' })).toBeVisible()
})
