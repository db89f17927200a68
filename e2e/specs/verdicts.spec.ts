import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tlsClient } from '../../electron/engine/listener/testing.ts'
import { expect, test } from '../fixtures/app.ts'
import { rawRequest, sampleProfiles, withDigest, withSignedBody } from '../fixtures/samples.ts'
import { WindowPage } from '../pages/window-page.ts'

interface Sample {
  readonly what: string
  readonly raw: string
  readonly shows: readonly string[]
  readonly digest: string
  readonly signature: string
  readonly headline: string
}

const NOT = 'does not apply'
const unfreeze = rawRequest('leg-docs-unfreeze-query')
const loan = rawRequest('loan-approved')
const SAMPLES: readonly Sample[] = [
  {
    what: 'the published example of the bank',
    raw: unfreeze,
    shows: ['UNFREEZE', 'lePayment'],
    digest: 'passed',
    signature: NOT,
    headline: 'Genuine, and answered in time.',
  },
  {
    what: 'a digest that is wrong in its last digit',
    raw: withDigest(unfreeze, (digest) => `${digest.slice(0, -1)}8`),
    shows: ['UNFREEZE', 'lePayment'],
    digest: 'failed',
    signature: NOT,
    headline: 'The digest does not match: it is right but for a digit or two, at digit 32.',
  },
  {
    what: 'a digest in small letters',
    raw: withDigest(unfreeze, (digest) => digest.toLowerCase()),
    shows: ['UNFREEZE', 'lePayment'],
    digest: 'needs a look',
    signature: NOT,
    headline: 'The digest is equal apart from letter case.',
  },
  {
    what: 'a signed loan callback',
    raw: loan,
    shows: ['CREDIT_DECISION_UPDATED', 'abc-123-def-567'],
    digest: NOT,
    signature: 'passed',
    headline: 'Genuine, and answered in time.',
  },
  {
    what: 'a loan callback whose body says something else than what was signed',
    raw: withSignedBody(loan, 'jws-body-mismatch'),
    shows: ['CREDIT_DECISION_UPDATED', 'abc-123-def-567'],
    digest: NOT,
    signature: 'failed',
    headline: 'The body does not say what was signed.',
  },
  {
    what: 'a token with a space before it, as in the documents of the bank',
    raw: rawRequest('loan-leading-space-jws'),
    shows: ['CREDIT_DECISION_UPDATED'],
    digest: NOT,
    signature: 'passed',
    headline: 'Genuine, and answered in time.',
  },
  {
    what: 'a MAPI callback, which carries nothing to verify',
    raw: rawRequest('mapi-auth-authorized'),
    shows: ['AUTHORIZATION'],
    digest: NOT,
    signature: NOT,
    headline: 'A MAPI callback, which carries nothing to verify; it was answered in time.',
  },
  {
    what: 'noise',
    raw: rawRequest('noise-favicon'),
    shows: ['Not recognised'],
    digest: NOT,
    signature: NOT,
    headline: 'Not recognised as a callback; it was answered in time.',
  },
]

/** One attempt of the bank, by both of its user agents. */
const PAIR = ['Java/17.0.9', 'Other/1'].map(
  (agent) =>
    `GET /?event-type=UNFREEZE&paymentId=pair-1 HTTP/1.1\r\nHost: shop.example.test\r\nUser-Agent: ${agent}\r\n\r\n`,
)

let userData: string
test.beforeEach(async () => {
  userData = await mkdtemp(join(tmpdir(), 'verdicts-'))
  await mkdir(join(userData, 'profiles'))
  for (const [name, profile] of Object.entries(sampleProfiles)) {
    await writeFile(join(userData, 'profiles', name), JSON.stringify(profile))
  }
})
test.afterEach(() => rm(userData, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))

test('lights and headlines of genuine, forged and odd callbacks over HTTPS', async ({ launchApp }) => {
  const launched = await launchApp({ userData })
  const window = new WindowPage(launched.page)
  const port = Number(new URL(launched.ready.urls.https ?? '').port)
  for (const raw of [...SAMPLES.map((sample) => sample.raw), ...PAIR]) {
    const client = await tlsClient(port)
    client.socket.write(raw)
    await client.expect('HTTP/1.1 204')
    client.socket.destroy()
  }
  for (const [index, sample] of SAMPLES.entries()) {
    await test.step(sample.what, async () => {
      const row = window.row(index + 1)
      for (const text of sample.shows) await expect(row).toContainText(text)
      await expect(row.getByRole('img', { name: `Digest: ${sample.digest}` })).toBeVisible()
      await expect(row.getByRole('img', { name: `Signature: ${sample.signature}` })).toBeVisible()
      await expect(row.getByRole('img', { name: 'Answer: passed' })).toBeVisible()
      await row.click()
      await expect(window.detail.getByRole('heading', { level: 1 })).toHaveText(sample.headline)
    })
  }
  await test.step('the second user agent of an attempt', async () => {
    const remark = window.detail.getByText('Both user agents of one attempt have called: this is the second.')
    await window.row(SAMPLES.length + 2).click()
    await expect(remark).toBeVisible()
    await window.row(SAMPLES.length + 1).click()
    await expect(window.detail.getByText('The sender names itself as a Java client.')).toBeVisible()
    await expect(remark).toBeHidden()
  })
  expect(launched.complaints).toEqual([])
})
