import { describe, expect, it } from 'vitest'
import type { EngineMessage } from '../../../shared/protocol/messages.ts'
import type { Handlers } from '../../../shared/protocol/table.ts'
import { METHODS } from '../../../shared/protocol/table.ts'
import { ProblemError } from '../../../shared/protocol/errors.ts'
import { memoryLinkPair } from './memory-link.ts'
import { serveLink } from './serve-link.ts'

/** Handlers that answer wrongly, but for the ones a test names. */
function handlers(some: Partial<Handlers>): Handlers {
  const none = Object.fromEntries(Object.keys(METHODS).map((name) => [name, () => ({ wrong: true })]))
  return { ...none, ...some } as Handlers
}

/** Serves `some` over a pair; `ask` sends one raw message and gives the next answer. */
function serve(some: Partial<Handlers>) {
  const pair = memoryLinkPair()
  let closed = 0
  const served = serveLink(pair.engine, handlers(some), () => (closed += 1))
  const inbox: EngineMessage[] = []
  let wake: (() => void) | null = null
  pair.client.onMessage((message) => {
    inbox.push(message)
    wake?.()
  })
  const next = async (): Promise<EngineMessage> => {
    if (inbox.length === 0) await new Promise<void>((resolve) => (wake = resolve))
    const message = inbox.shift()
    if (message === undefined) throw new Error('no message')
    return message
  }
  const ask = (message: unknown) => {
    pair.client.send(message)
    return next()
  }
  return { served, pair, ask, next, closed: () => closed }
}

describe('a served link', () => {
  it('answers a call with the result of its handler', async () => {
    const { ask } = serve({ 'inbox.clear': () => ({ deleted: 3 }) })
    const answer = await ask({ type: 'call', id: 7, method: 'inbox.clear', params: {} })
    expect(answer).toEqual({ type: 'result', id: 7, result: { deleted: 3 } })
  })

  it.each([
    ['an unknown method', 'nothing.here', {}, 'unknown-method'],
    ['a name of Object.prototype', 'toString', {}, 'unknown-method'],
    ['surplus parameters', 'inbox.clear', { all: true }, 'bad-params'],
    ['wrong parameters', 'inbox.delete', { sequences: [-1] }, 'bad-params'],
    ['no parameters', 'inbox.delete', undefined, 'bad-params'],
    ['an answer of the wrong shape', 'inbox.open', { filter: {} }, 'bad-result'],
  ])('refuses %s with a code', async (_what, method, params, code) => {
    const { ask } = serve({})
    expect(await ask({ type: 'call', id: 1, method, params })).toMatchObject({
      type: 'problem',
      id: 1,
      problem: { code },
    })
  })

  it('names the path of the parameter that is wrong', async () => {
    const { ask } = serve({})
    const answer = await ask({ type: 'call', id: 1, method: 'inbox.rows', params: { view: 1, from: 0, count: 9999 } })
    expect(answer).toMatchObject({ problem: { message: expect.stringContaining('count') as unknown } })
  })

  it.each([[null], ['text'], [{ type: 'call' }], [{ type: 'call', id: 0, method: 'x', params: {} }], [[1, 2]]])(
    'refuses the message %j that is no call',
    async (message) => {
      const { ask } = serve({})
      expect(await ask(message)).toMatchObject({ type: 'problem', id: 0, problem: { code: 'bad-params' } })
    },
  )

  it('passes on the code of an expected failure, and turns a fault into engine-failed', async () => {
    const { ask } = serve({
      'inbox.clear': () => {
        throw new ProblemError({ code: 'archive-full', message: 'The disk is full.' })
      },
      'demo.send': () => Promise.reject(new Error('boom')),
    })
    expect(await ask({ type: 'call', id: 1, method: 'inbox.clear', params: {} })).toMatchObject({
      problem: { code: 'archive-full' },
    })
    expect(await ask({ type: 'call', id: 2, method: 'demo.send', params: {} })).toMatchObject({
      problem: { code: 'engine-failed', message: expect.stringContaining('boom') as unknown },
    })
  })

  it('numbers its events without gaps', async () => {
    const { served, next } = serve({})
    served.emit('notices.changed', { notices: [] })
    served.emit('notices.changed', { notices: [] })
    expect(await next()).toMatchObject({ type: 'event', number: 1, event: 'notices.changed' })
    expect(await next()).toMatchObject({ type: 'event', number: 2 })
  })

  it('tells once that the client has gone, and sends nothing afterwards', () => {
    const { served, pair, closed } = serve({})
    pair.client.close()
    pair.client.close()
    served.emit('notices.changed', { notices: [] })
    expect(closed()).toBe(1)
  })
})
