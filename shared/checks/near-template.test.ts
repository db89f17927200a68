import { describe, expect, test } from 'vitest'
import { profileSchema } from '../model/profile.ts'
import { recognise } from './recognise.ts'

const shop = (events: Record<string, string>, more: Record<string, unknown> = {}) =>
  profileSchema.parse({
    version: 1,
    name: 'Shop',
    ...more,
    events: Object.fromEntries(Object.entries(events).map(([event, uriTemplate]) => [event, { uriTemplate }])),
  })
const profiles = [
  shop({
    UNFREEZE: 'https://shop.example/rb/unfreeze/{paymentId}/d/{digest}',
    ANNULMENT: 'https://shop.example/rb?ev=ANNULMENT&id={paymentId}&sum={digest}',
  }),
]
const seen = (target: string, known = profiles) =>
  recognise({ method: 'GET', target, httpVersion: '1.1', headers: [['Host', 'shop.example']] }, '', known).recognition
const near = (target: string, known = profiles) =>
  seen(target, known).notes.find(({ code }) => code === 'template-nearly')?.evidence

describe('why no template fits', () => {
  test.each([
    ['/RB/Unfreeze/1/D/AB', 'UNFREEZE', 'letter case'],
    ['/rb//unfreeze/1/d/AB', 'UNFREEZE', 'doubled slashes in the path'],
    ['/rb/./unfreeze/1/d/AB', 'UNFREEZE', 'dot segments in the path'],
    ['/x/y/../../rb/unfreeze/1/d/AB', 'UNFREEZE', 'dot segments in the path'],
    ['/rb?EV=ANNULMENT&ID=1&SUM=AB', 'ANNULMENT', 'letter case'],
    ['/rb?ev=annulment&id=1&sum=AB', 'ANNULMENT', 'letter case'],
    ['/rb?ev=ANNULMENT;id=1;sum=AB', 'ANNULMENT', 'semicolons in place of &'],
    ['/rb??ev=ANNULMENT&id=1&sum=AB', 'ANNULMENT', 'a second question mark'],
    ['/rb?ev[]=ANNULMENT&id[]=1&sum%5B%5D=AB', 'ANNULMENT', 'brackets behind parameter names'],
    ['/rb//x/../UNFREEZE/1/d/AB', 'UNFREEZE', 'several of'],
  ])('%s is nearly %s: %s', (target, event, differs) => {
    expect(seen(target).family).toBe('unknown')
    expect(near(target)).toMatchObject({ profile: 'Shop', event, differs: expect.stringContaining(differs) })
  })

  test('a callback with the usual names is recognised, and told why no template explains it', () => {
    const known = [shop({ UNFREEZE: '/cb?paymentId={paymentId}&digest={digest}' })]
    const digest = 'AB'.repeat(20)
    expect(seen(`/CB?paymentId=1&digest=${digest}`, known)).toMatchObject({ family: 'legacy', matchedBy: 'shape' })
    expect(near(`/CB?paymentId=1&digest=${digest}`, known)).toMatchObject({ event: 'UNFREEZE', differs: 'letter case' })
    expect(near(`//cb?paymentId=1&digest=${digest}`, known)).toMatchObject({ differs: 'doubled slashes in the path' })
    expect(near(`/other?paymentId=1&digest=${digest}`, known)).toBeUndefined()
  })

  test('what fits, what is another address, and another host are not remarked', () => {
    expect(near('/rb/unfreeze/1/d/AB')).toBeUndefined()
    for (const target of ['/wp-login.php', '/', '*', '/..', '/rb/unfreeze', '/rb/other/1/d/AB', 'shop.example:443']) {
      expect([target, near(target)]).toEqual([target, undefined])
    }
    expect(near('/CB?x=1', [shop({ UNFREEZE: '/cb?x={paymentId}' }, { host: 'other.example' })])).toBeUndefined()
  })
})
