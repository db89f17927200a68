import { expect, test } from 'vitest'
import { recognise } from './recognise.ts'

/* Callbacks that are not written quite as the documentation has them, and what must still be read in them. */

const DIGEST = 'C60345B6E58FD0B363FD2904A39EBB03442CF778'
const seen = (target: string, body?: unknown) =>
  recognise(
    { method: 'POST', target, httpVersion: '1.1', headers: [['Host', 'shop.example.test']] },
    body === undefined ? '' : JSON.stringify(body),
    [],
  ).recognition

test.each([
  ['/rest/automaticFraudControl/paymentId/1/result/THAWED', 'AUTOMATIC_FRAUD_CONTROL'],
  ['/rest/automatic-fraud-control/paymentId/1/result/THAWED', 'AUTOMATIC_FRAUD_CONTROL'],
  ['/cb?event=unfreeze&paymentId=1', 'UNFREEZE'],
  [`/cb?type=Booked&p=1&d=${DIGEST}`, 'BOOKED'],
])('%s names its event in the words of the shop', (target, eventType) => {
  expect(seen(target)).toMatchObject({ family: 'legacy', eventType, reference: '1' })
})

test.each([
  ['/?event-type=TEST'],
  ['/?wc-api=WC_Resurs_Bank&event-type=TEST&prm1=4&prm2=7'],
  ['/wc-api/ResursDefault/?c=TEST&t=1649232000&ignore1=a&ignore2=b'],
])('%s is a TEST of a plugin', (target) => {
  expect(seen(target)).toMatchObject({ family: 'legacy', eventType: 'TEST', reference: null })
})

test.each(['/api?event=TEST', '/test', '/order/1?status=booked', '/booked', '/?c=test'])(
  '%s is no callback',
  (target) => {
    expect(seen(target).family).toBe('unknown')
  },
)

test.each([
  [{ paymentId: 'p', created: 'x' }, 'mapi', 'p'],
  [{ paymentId: 'p', status: 7 }, 'mapi', 'p'],
  [{ paymentId: 'p', checkoutId: 'c' }, 'rco-plus', 'p'],
  [{ checkoutId: 'c' }, 'rco-plus', 'c'],
  [{ paymentId: 5 }, 'mapi', null],
])('where only the URL names the event, %j still names the payment', (body, family, reference) => {
  expect(seen('/?callback=AUTHORIZATION', body)).toMatchObject({ family, eventType: 'AUTHORIZATION', reference })
})

test('a checkout object without a cart is a webhook, a shop of its own is not', () => {
  const checkout = { id: 'c', storeId: 's', orderReference: null, customer: {}, payment: { status: 'NONE' } }
  expect(seen('/hooks/customer', checkout)).toMatchObject({ family: 'rco-plus', eventType: 'CUSTOMER', reference: 'c' })
  expect(seen('/hooks/customer', { id: 'c', storeId: 's', customer: {} }).family).toBe('unknown')
})

test('a list of callbacks is no callback, and says what is in it', () => {
  const event = { paymentId: '0b1c7b56-3c1a-4d6e-9d0b-3f8f1f2a9c11', status: 'FROZEN' }
  const loan = { externalApplicationEvent: { applicationReference: 'a-1', applicationEventType: 'SIGNED' } }
  const listed = (body: unknown) => {
    const { family, notes } = seen('/cb', body)
    return [family, notes.find(({ code }) => code === 'body-list')?.evidence]
  }
  const first = { family: 'mapi', eventType: 'AUTHORIZATION', reference: event.paymentId }
  expect(listed([event])).toEqual(['unknown', { entries: 1, callbacks: 1, ...first }])
  expect(listed([{}, event, loan])).toEqual(['unknown', { entries: 3, callbacks: 2, ...first }])
  expect(listed([loan])).toMatchObject(['unknown', { family: 'loan', eventType: 'SIGNED', reference: 'a-1' }])
  expect(listed([1, 'a', null, {}])).toEqual(['unknown', undefined])
})
