import { expect, it } from 'vitest'
import { readOptions } from './options.ts'

const NONE = { host: null, port: null, http: null, archive: null, profiles: [] }

it('reads its own options and leaves Chromium’s alone', () => {
  const args = [
    '--no-sandbox',
    '.',
    '--port=0',
    '--host=0.0.0.0',
    '--http=8080',
    '--archive=a.sqlite',
    '--profile=p.json',
    '--profile=/q.json',
    '--user-data=ud',
    '-psn_0_1',
  ]
  expect(readOptions(args, '/home/user')).toEqual({
    ok: true,
    value: {
      userData: '/home/user/ud',
      engine: {
        host: '0.0.0.0',
        port: 0,
        http: 8080,
        archive: '/home/user/a.sqlite',
        profiles: ['/home/user/p.json', '/q.json'],
      },
    },
  })
})

it('has the user’s settings hold where nothing is said', () => {
  expect(readOptions([], '/')).toEqual({ ok: true, value: { userData: null, engine: NONE } })
})

it.each(['--port=99999', '--port=abc', '--port=-1', '--http=1e3', '--port=', '--archive=', '--port=443 '])(
  'refuses %s in one sentence that names it',
  (arg) => {
    const read = readOptions([arg], '/')
    expect(read).toMatchObject({ ok: false, problem: { code: 'usage' } })
    expect(read.ok ? '' : read.problem.message).toContain(arg.split('=')[0])
  },
)

it('takes options as data only', () => {
  const read = readOptions(['--profile=$(touch /tmp/x)', '--__proto__=1', '--host=-e'], '/')
  expect(read).toMatchObject({ ok: true, value: { engine: { host: '-e', profiles: ['/$(touch /tmp/x)'] } } })
})
