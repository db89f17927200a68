import type { WebContents } from 'electron'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CALLS, type Answer, type CallName } from './channels.ts'
import { refuseSender, registerCalls, type CallHandlers } from './ipc.ts'

type Invoke = (event: unknown, ...args: unknown[]) => Promise<Answer<unknown>>
const handle = vi.hoisted(() => vi.fn())
vi.mock('electron', () => ({ ipcMain: { handle } }))

const ORIGIN = 'app://inspector'
const NAMES = Object.keys(CALLS) as CallName[]

function sender(url = `${ORIGIN}/index.html`) {
  const mainFrame = { url, parent: null }
  const contents = { mainFrame }
  return { sender: contents, senderFrame: mainFrame as { url: string; parent: unknown } | null }
}

/** Registers handlers that note their calls; the sender rules know the given contents only. */
function register(known: unknown) {
  const done = vi.fn()
  const results: Record<string, unknown> = {
    'save-passphrase': 'secure',
    'engine-state': { state: 'up', message: null },
  }
  const handlers = Object.fromEntries(
    NAMES.map((name) => [name, (...args: unknown[]) => (done(name, ...args), results[name] ?? null)]),
  )
  handle.mockClear()
  // Sound: built from the table's own names just above.
  registerCalls(
    handlers as unknown as CallHandlers,
    { origin: ORIGIN, isOurs: (contents) => contents === known },
    () => undefined,
  )
  const calls = new Map<string, Invoke>(handle.mock.calls.map(([name, listener]) => [name, listener]))
  return {
    done,
    invoke: (name: string, event: unknown, ...args: unknown[]) => calls.get(name)?.(event, ...args),
    calls,
  }
}

describe('who may call', () => {
  const ours = sender()
  const rules = { origin: ORIGIN, isOurs: (contents: WebContents) => (contents as unknown) === ours.sender }
  // Sound: the check reads these members only.
  const refuse = (event: unknown) => refuseSender(event as Parameters<typeof refuseSender>[0], rules)

  it('lets the main frame of our own page in', () => {
    expect(refuse(ours)).toBeNull()
  })

  // Item 17, T13.
  it.each([
    ['sender-unknown', 'another window', sender()],
    ['sender-frame', 'a frame that is gone', { ...ours, senderFrame: null }],
    [
      'sender-frame',
      'a child frame',
      { ...ours, senderFrame: { url: `${ORIGIN}/index.html`, parent: ours.senderFrame } },
    ],
    [
      'sender-frame',
      'a parentless frame that is not the main one',
      { ...ours, senderFrame: { url: `${ORIGIN}/`, parent: null } },
    ],
  ])('refuses with %s: %s', (code, _name, event) => {
    expect(refuse(event)).toBe(code)
  })

  it.each([
    ...[
      'about:blank',
      'data:text/html,x',
      'file:///index.html',
      'https://inspector/',
      'app://inspector.evil/',
      'app://evil/',
    ],
    ...['', 'app://inspector:80/', 'http://localhost:5173/', 'blob:app://inspector/x', 'App'],
  ])('refuses the origin of "%s"', (url) => {
    const event = sender(url)
    const isOurs = () => true
    expect(refuseSender(event as unknown as Parameters<typeof refuseSender>[0], { origin: ORIGIN, isOurs })).toBe(
      'sender-origin',
    )
  })
})

describe('what may be said', () => {
  const event = sender()
  let host = register(event.sender)
  beforeEach(() => {
    host = register(event.sender)
  })

  it('knows exactly the calls of the table', () => {
    expect([...host.calls.keys()].toSorted()).toEqual([...NAMES].toSorted())
  })

  it('runs the handler with the checked arguments', async () => {
    await expect(host.invoke('set-badge', event, 3)).resolves.toEqual({ ok: true, value: null })
    expect(host.done).toHaveBeenCalledWith('set-badge', event.sender, 3)
  })

  it('refuses surplus and missing arguments', async () => {
    await expect(host.invoke('set-badge', event, 3, 4)).resolves.toMatchObject({ ok: false, code: 'bad-params' })
    await expect(host.invoke('set-badge', event)).resolves.toMatchObject({ ok: false, code: 'bad-params' })
    expect(host.done).not.toHaveBeenCalled()
  })

  it('refuses before it reads when the sender is wrong', async () => {
    await expect(host.invoke('copy-text', sender(), 'x')).resolves.toMatchObject({ ok: false, code: 'sender-unknown' })
    expect(host.done).not.toHaveBeenCalled()
  })

  it('turns a wrong result and a thrown error into coded answers', async () => {
    await expect(host.invoke('runtime', event)).resolves.toMatchObject({ ok: false, code: 'bad-result' })
    host.done.mockImplementation(() => {
      throw new Error('no display')
    })
    await expect(host.invoke('open-link', event, 'issues')).resolves.toMatchObject({
      ok: false,
      code: 'failed',
      message: 'open-link: no display',
    })
  })

  // T13: junk into every call: a coded answer each time, and no handler runs with what it did not ask for.
  it.each(NAMES)('answers junk to %s with a code', async (name) => {
    for (const junk of JUNK) {
      const answer = await host.invoke(name, event, junk)
      expect(answer?.ok === false ? answer.code : 'accepted').toBeOneOf(
        CALLS[name].params.safeParse([junk]).success ? ['accepted', 'bad-result'] : ['bad-params'],
      )
    }
  })
})

const deep = (levels: number): unknown => (levels === 0 ? [] : [deep(levels - 1)])
const JUNK: readonly unknown[] = [
  ...[undefined, null, true, false, 0, -1, -0, 1.5, NaN, Infinity, 2 ** 53, -(2 ** 63), 10n, Symbol('s'), () => 1],
  ...[
    '',
    ' ',
    '\0',
    '__proto__',
    'constructor',
    '../..',
    'x'.repeat(20_000_000),
    '\ud800',
    '${1}',
    '{{1}}',
    '<b>',
    'issues\0',
  ],
  ...[
    [],
    {},
    [[]],
    deep(500),
    { __proto__: { a: 1 } },
    JSON.parse('{"__proto__":{"polluted":1}}'),
    { toString: 1 },
    { then: 1 },
  ],
  ...[
    Buffer.from('x'),
    new Uint8Array(8),
    new ArrayBuffer(8),
    new Map(),
    new Set(),
    new Date(NaN),
    /x/,
    new Error('e'),
  ],
  ...[
    new Proxy({}, {}),
    Object.create(null),
    { title: 'a', body: 'b', sequence: -1 },
    { title: 1 },
    { sequence: 1, extra: 1 },
  ],
]
