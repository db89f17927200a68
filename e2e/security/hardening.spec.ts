import { BRIDGE_NAMES } from '../../shared/protocol/bridge.ts'
import { expect, test } from '../fixtures/app.ts'

/* Electron's checklist in the real window (the rest of it: electron/main/*.test.ts). Numbers are Electron's. */

test('2, 4, 6, 11: the page has no Node, and the window is what it was made as', async ({ launchApp }) => {
  const { app, page } = await launchApp()
  const kinds = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', '__dirname', 'electron'].map(
      (name) => typeof Reflect.get(window, name),
    ),
  )
  expect(new Set(kinds)).toEqual(new Set(['undefined']))
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    // Electron's types leave getLastWebPreferences out; it exists for exactly this.
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences: () => Record<string, unknown>
    }
    return contents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
  })
  expect([preferences['webviewTag'] ?? false, preferences['allowRunningInsecureContent'] ?? false]).toEqual([
    false,
    false,
  ])
})

test('20: the bridge is a frozen list of named functions', async ({ launchApp }) => {
  const { page } = await launchApp()
  const seen = await page.evaluate(() => {
    const bridge = Reflect.get(window, 'inspector') as Record<string, unknown>
    const changed = [
      Reflect.set(bridge, 'openLink', () => 1),
      Reflect.set(bridge, 'extra', 1),
      Reflect.deleteProperty(bridge, 'notify'),
    ]
    return { names: Object.keys(bridge), kinds: Object.values(bridge).map((member) => typeof member), changed }
  })
  expect(seen.names.toSorted()).toEqual([...BRIDGE_NAMES])
  expect(new Set(seen.kinds)).toEqual(new Set(['function']))
  expect(seen.changed).toEqual([false, false, false])
})

test('3: what the page does to its prototypes does not reach the preload', async ({ launchApp }) => {
  const { page } = await launchApp()
  const outcome = await page.evaluate(async () => {
    const caught: string[] = []
    const note = (name: string) =>
      function tampered(this: unknown) {
        if (typeof this === 'object' && this !== null && 'invoke' in this) caught.push(name)
        throw new Error('tampered')
      }
    const { push } = Array.prototype
    const { then } = Promise.prototype
    const { apply, call } = Function.prototype
    const answered = new Promise((done) => {
      Object.assign(Array.prototype, { push: note('push') })
      Object.assign(Promise.prototype, { then: note('then') })
      Object.assign(Function.prototype, { apply: note('apply'), call: note('call') })
      const bridge = Reflect.get(window, 'inspector') as { runtime: (done: (facts: unknown) => void) => void }
      bridge.runtime(done)
    })
    // Put back by assignment: awaiting needs the page's own promises again.
    Object.assign(Array.prototype, { push })
    Object.assign(Promise.prototype, { then })
    Object.assign(Function.prototype, { apply, call })
    return { facts: (await answered) as { electron: string }, caught }
  })
  expect(outcome.facts.electron).toMatch(/^\d+\./)
  expect(outcome.caught).toEqual([])
})

test('5: every permission is denied', async ({ launchApp }) => {
  const { page } = await launchApp()
  const answers = await page.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'clipboard-read',
      'midi',
      'persistent-storage',
    ]
    const states = await Promise.all(
      names.map((name) => navigator.permissions.query({ name: name as PermissionName }).then((status) => status.state)),
    )
    const refused = (asked: Promise<unknown>) =>
      asked.then(
        () => 'given',
        () => 'refused',
      )
    const media = await refused(navigator.mediaDevices.getUserMedia({ audio: true }))
    const display = await refused(navigator.mediaDevices.getDisplayMedia())
    const clipboard = await refused(navigator.clipboard.readText())
    return { states, asked: [media, display, clipboard], notification: await Notification.requestPermission() }
  })
  expect(new Set(answers.states)).toEqual(new Set(['denied']))
  expect(answers.asked).toEqual(['refused', 'refused', 'refused'])
  expect(answers.notification).toBe('denied')
})

test('7: nothing inline runs and nothing is fetched', async ({ launchApp }) => {
  const { page } = await launchApp()
  const requests: string[] = []
  // A blocked request is reported too; one that was let through has a response.
  page.on('response', (response) => requests.push(response.url()))
  const outcome = await page.evaluate(async () => {
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
    const add = (name: string, values: Record<string, string>) => {
      const element = document.createElement(name)
      for (const [attribute, value] of Object.entries(values)) element.setAttribute(attribute, value)
      document.body.append(element)
      return element
    }
    const script = document.createElement('script')
    script.textContent = 'window.__pwned = 1'
    document.body.append(script)
    add('button', { onclick: 'window.__pwned = 2' }).click()
    add('a', { href: 'javascript:window.__pwned = 3' }).click()
    add('script', { src: 'https://example.com/x.js' })
    add('img', { src: 'https://example.com/x.png' })
    add('iframe', { src: 'https://example.com/' })
    add('iframe', { srcdoc: '<script>top.__pwned = 4</script>' })
    add('object', { data: 'https://example.com/x' })
    add('base', { href: 'https://example.com/' })
    add('style', {}).textContent = 'body { background: url(https://example.com/y.png) }'
    add('link', { rel: 'stylesheet', href: 'https://example.com/x.css' })
    const tried = async (work: () => unknown) => {
      try {
        await work()
        return 'ran'
      } catch {
        return 'blocked'
      }
    }
    // From a timer, because what the debugger evaluates is not under the policy.
    const evaluated = await new Promise<string[]>((done) => {
      setTimeout(() => {
        const work = [() => Reflect.get(window, 'eval')('1'), () => Reflect.construct(Function, ['return 1'])].map(
          (one) => tried(one),
        )
        void Promise.all(work).then(done)
      })
    })
    const fetched = await Promise.all([
      tried(() => fetch('https://example.com/')),
      tried(() => fetch('app://inspector/index.html')),
    ])
    const socket = await tried(
      () =>
        new Promise((open, closed) => {
          const web = new WebSocket('wss://example.com/')
          web.addEventListener('open', open)
          web.addEventListener('error', closed)
        }),
    )
    await new Promise((done) => setTimeout(done, 200))
    return {
      violations: [...new Set(violations)].toSorted(),
      evaluated,
      fetched,
      socket,
      pwned: Reflect.get(window, '__pwned') as unknown,
    }
  })
  expect(outcome.pwned).toBeUndefined()
  expect(outcome.evaluated).toEqual(['blocked', 'blocked'])
  expect([...outcome.fetched, outcome.socket]).toEqual(['blocked', 'blocked', 'blocked'])
  expect(outcome.violations).toEqual(
    expect.arrayContaining([
      'base-uri',
      'connect-src',
      'frame-src',
      'img-src',
      'object-src',
      'script-src-attr',
      'script-src-elem',
      'style-src-elem',
    ]),
  )
  expect(requests.filter((url) => !url.startsWith('app://inspector/') && !/^(about|data):/.test(url))).toEqual([])
})

test('12–14: the window stays on its page, alone', async ({ launchApp }) => {
  const { app, page } = await launchApp()
  const address = page.url()
  const opened = await page.evaluate(async () => {
    const add = (name: string, values: Record<string, string>) => {
      const element = document.createElement(name)
      for (const [attribute, value] of Object.entries(values)) element.setAttribute(attribute, value)
      document.body.append(element)
      return element
    }
    const second = window.open('https://example.com/')
    const third = window.open('about:blank', '_blank', 'nodeIntegration=yes')
    add('a', { href: 'https://example.com/', target: '_blank' }).click()
    add('a', { href: 'https://example.com/' }).click()
    add('a', { href: 'file:///etc/passwd' }).click()
    add('a', { href: 'app://inspector/other.html' }).click()
    add('a', { href: 'https://example.com/' }).dispatchEvent(new MouseEvent('auxclick', { button: 1, bubbles: true }))
    add('meta', { 'http-equiv': 'refresh', content: '0;url=https://example.com/' })
    const form = add('form', { action: 'https://example.com/', method: 'post' }) as HTMLFormElement
    form.submit()
    add('webview', { src: 'https://example.com/' })
    add('iframe', { src: 'about:blank' })
    const blank = document.querySelector('iframe')?.contentWindow
    if (blank) blank.open('https://example.com/', '_top')
    window.location.href = 'https://example.com/'
    await new Promise((done) => setTimeout(done, 500))
    return { second: second === null, third: third === null, inFrame: blank ? Reflect.has(blank, 'inspector') : false }
  })
  expect(opened).toEqual({ second: true, third: true, inFrame: false })
  expect(page.url()).toBe(address)
  const counts = await app.evaluate(({ BrowserWindow, webContents }) => [
    BrowserWindow.getAllWindows().length,
    webContents.getAllWebContents().filter((contents) => contents.getType() === 'webview').length,
  ])
  expect(counts).toEqual([1, 0])
})

test('15: the page opens links by key only', async ({ launchApp }) => {
  const { app, page } = await launchApp()
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Reflect.set(globalThis, 'opened', opened)
    shell.openExternal = (url) => (opened.push(url), Promise.resolve())
  })
  await page.evaluate(async () => {
    const bridge = Reflect.get(window, 'inspector') as {
      openLink: (key: string) => void
      runtime: (done: () => void) => void
    }
    for (const hostile of ['https://evil.example/', 'javascript:1', 'file:///etc/passwd', '__proto__', 'toString'])
      bridge.openLink(hostile)
    bridge.openLink('issues')
    // Calls are answered in order: when this one is back, so are the others.
    await new Promise<void>((done) => bridge.runtime(() => done()))
  })
  const opened = await app.evaluate(() => Reflect.get(globalThis, 'opened') as string[])
  expect(opened).toEqual([expect.stringMatching(/^https:\/\/github\.com\//)])
})

test('17: junk through the bridge ends in refusals, not in a crash', async ({ launchApp }) => {
  const { app, page } = await launchApp()
  const alive = await page.evaluate(async () => {
    const bridge = Reflect.get(window, 'inspector') as Record<string, (...args: unknown[]) => void>
    const junk = [
      undefined,
      null,
      NaN,
      1e9,
      -1,
      10n,
      '',
      'x'.repeat(1e6),
      [],
      [[[]]],
      {},
      JSON.parse('{"__proto__":{"a":1}}'),
      new Date(),
      /x/,
      () => 1,
      new Uint8Array(9),
    ]
    // These would open a native dialog or close nothing by themselves with a right argument: junk is never right.
    for (const name of Object.keys(bridge).filter((one) => one !== 'savePassphrase'))
      for (const one of junk)
        try {
          bridge[name]?.(one, one)
        } catch {
          // Refused by the bridge itself: an argument that cannot be cloned, or a listener that is none.
        }
    return new Promise<boolean>((done) => bridge['runtime']?.(() => done(true)))
  })
  expect(alive).toBe(true)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})
