// HTTP over good TLS.
import zlib from 'node:zlib'
import { add, fail, pass, R2, RD, warn } from './lab.mjs'

const h = (id, title, handler, expect, seed) => add(id, 'http', title, { handler, expect, seed })
for (const c of [200, 201, 202, 204, 299])
  await h(
    'http-' + c,
    'status ' + c,
    (q, s) => {
      q.resume()
      s.statusCode = c
      s.end()
    },
    pass,
    R2,
  )
for (const c of [300, 301, 302, 303, 307, 308])
  await h(
    'http-' + c,
    'status ' + c,
    (q, s) => {
      q.resume()
      s.writeHead(c, { location: '/other' })
      s.end()
    },
    fail('HTTP_REDIRECT', 'not followed'),
    RD,
  )
for (const [c, k] of [
  [400, 'HTTP_STATUS'],
  [401, 'HTTP_AUTH'],
  [403, 'HTTP_FORBIDDEN'],
  [404, 'HTTP_STATUS'],
  [405, 'HTTP_METHOD'],
  [418, 'HTTP_STATUS'],
  [429, 'HTTP_STATUS'],
  [500, 'HTTP_STATUS'],
  [502, 'HTTP_STATUS'],
  [503, 'HTTP_STATUS'],
])
  await h(
    'http-' + c,
    'status ' + c,
    (q, s) => {
      q.resume()
      s.writeHead(c, c === 401 ? { 'www-authenticate': 'Basic realm="x"' } : {})
      s.end()
    },
    fail(k, ''),
    R2,
  )
await h(
  'redirect-loop',
  'redirect to itself',
  (q, s) => {
    q.resume()
    s.writeHead(302, { location: q.url })
    s.end()
  },
  fail('HTTP_REDIRECT', 'no loop'),
  RD,
)
await h(
  'redirect-file',
  'redirect to file:///etc/passwd',
  (q, s) => {
    q.resume()
    s.writeHead(302, { location: 'file:///etc/passwd' })
    s.end()
  },
  fail('HTTP_REDIRECT', 'never opened'),
  RD,
)
await h(
  'redirect-http',
  'redirect to http://',
  (q, s) => {
    q.resume()
    s.writeHead(301, { location: 'http://localhost/' })
    s.end()
  },
  fail('HTTP_REDIRECT', ''),
  RD,
)
await h(
  'get-405-post-200',
  'POST only',
  (q, s) => {
    q.resume()
    s.statusCode = q.method === 'POST' ? 200 : 405
    s.end()
  },
  fail('HTTP_METHOD', 'GET callbacks would fail'),
  'all callbacks are GET but BOOKED and UPDATE',
)
await h(
  'ua-block',
  '403 for Java user agents',
  (q, s) => {
    q.resume()
    s.statusCode = /java/i.test(q.headers['user-agent'] ?? '') ? 403 : 200
    s.end()
  },
  warn('UA_BLOCKED', 'test with both user agents'),
  'some hosting providers block Java clients; two user agents are used',
)
await h('no-answer', 'takes the request, never answers', (q) => q.resume(), fail('HTTP_TIMEOUT', ''))
await h(
  'slow-headers',
  'headers after 8 s',
  (q, s) => {
    q.resume()
    setTimeout(() => s.end('ok'), 8000)
  },
  warn('HTTP_SLOW', ''),
)
await h(
  'half-answer',
  'cut in the body',
  (q, s) => {
    q.resume()
    s.writeHead(200, { 'content-length': 100 })
    s.write('abc')
    setTimeout(() => s.destroy(), 50)
  },
  warn('HTTP_CUT', 'status was 200'),
)
await h(
  'close-after-request',
  'closes without an answer',
  (q) => {
    q.socket.destroy()
  },
  fail('HTTP_CLOSED', ''),
)
await h(
  'garbage-answer',
  'not HTTP',
  (q) => {
    q.socket.end('hello\r\n\r\n')
  },
  fail('HTTP_INVALID', ''),
)
await h(
  'endless-body',
  'endless body',
  (q, s) => {
    q.resume()
    s.writeHead(200)
    const t = setInterval(() => {
      if (!s.write(Buffer.alloc(65536, 97))) {
        s.once('drain', () => {})
      }
    }, 5)
    s.on('close', () => clearInterval(t))
    setTimeout(() => {
      clearInterval(t)
      s.destroy()
    }, 5000)
  },
  { ...pass, why: 'status is 200; the checker stops reading at a limit' },
)
await h(
  'gzip-bomb',
  '64 MiB in 64 KiB',
  (q, s) => {
    q.resume()
    s.writeHead(200, { 'content-encoding': 'gzip' })
    s.end(zlib.gzipSync(Buffer.alloc(64 << 20)))
  },
  { ...pass, why: 'not inflated without a limit' },
)
await h(
  'header-100k',
  '100 KB of headers',
  (q, s) => {
    q.resume()
    s.setHeader('x-big', 'a'.repeat(100000))
    s.end('ok')
  },
  fail('HTTP_INVALID', "or warn: over node's 16 KiB"),
)
await h(
  'hostile-answer',
  'markup in status text, headers, body',
  (q, s) => {
    q.resume()
    s.writeHead(200, '<img src=x onerror=window.__pwned=1>', {
      'content-type': 'text/html',
      'x-a': '"><script>window.__pwned=1</script>',
      'set-cookie': 'a=b',
    })
    s.end('<script>window.__pwned=1</script>')
  },
  { ...pass, why: 'shown inert, no cookie kept' },
)
await h(
  'only-100',
  'endless 100 Continue',
  (q) => {
    q.resume()
    const t = setInterval(() => q.socket.write('HTTP/1.1 100 Continue\r\n\r\n'), 50)
    q.socket.on('close', () => clearInterval(t))
    setTimeout(() => {
      clearInterval(t)
      q.socket.destroy()
    }, 6000)
  },
  fail('HTTP_TIMEOUT', ''),
)
