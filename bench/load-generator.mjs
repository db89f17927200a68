import { readFileSync, writeFileSync } from 'node:fs'
import { createSecureContext, connect as connectTls } from 'node:tls'
import { cpuSeconds, machineSeconds } from './lib/machine.mjs'
import { requestMaker } from './lib/requests.mjs'

/*
 * The load generator: one process, to be bound to a core of its own. Its only argument is a plan as JSON:
 *   mode        closed: each connection sends, waits for the answer, sends again (kept alive)
 *               fresh:  the same, with a new TLS connection and a full handshake for each request
 *               open:   `rate` requests a second whatever the answers do, over kept-alive connections
 *   port, connections, mix, prefix, tokensFile, serverPid
 *   seconds (with warmup), or count: so many requests and no more
 *   distinct    how many different requests are prepared and sent in turn; each unique without it
 *   spin        open: watch the clock instead of sleeping, for exact times
 *   ackFile     where the numbers of acknowledged requests go; sentFile: wall-clock times of sending (ms), by number
 * Prints one JSON line. Only ever connects to 127.0.0.1.
 */
const plan = { warmup: 0, seconds: 5, connections: 16, mix: 'capture', prefix: 'B', ...JSON.parse(process.argv[2]) }
const tokens = plan.tokensFile ? JSON.parse(readFileSync(plan.tokensFile, 'utf8')) : []
const fresh = plan.mode === 'fresh'
const make = requestMaker({ mix: plan.mix, prefix: plan.prefix, tokens, connection: fresh ? 'close' : 'keep-alive' })
const prepared = plan.distinct ? Array.from({ length: plan.distinct }, (_, n) => make(n)) : null
const requestOf = (n) => (prepared ? prepared[n % prepared.length] : make(n))
// The curves of a Java client. OpenSSL's own first choice is a hybrid with ML-KEM, which the bank's client does not offer.
const secureContext = createSecureContext({ ecdhCurve: 'X25519:P-256' })

// performance.now() counts from an origin that is only about right; the tick of the wall clock tells how far off it is.
function wallOffset() {
  const start = Date.now()
  let tick = start
  while (tick === start) tick = Date.now()
  return tick - performance.now()
}
const offset = wallOffset()

const latencies = []
const acknowledged = []
const sentAt = []
const tally = { answered: 0, refused: 0, errors: 0, sent: 0 }
let measuring = plan.warmup === 0
let stopping = false
let lateMost = 0
const live = new Set()

const mayGoOn = () => !stopping && (plan.count === undefined || tally.sent < plan.count)

/** One connection: at most one request on its way. */
class Connection {
  constructor(onIdle, onGone) {
    this.onIdle = onIdle
    this.onGone = onGone
    this.pending = ''
    this.number = -1
    this.since = 0
    this.ready = false
    this.socket = connectTls({
      host: '127.0.0.1',
      port: plan.port,
      servername: 'localhost',
      secureContext,
      // A certificate made for this run: nobody vouches for it, and nobody needs to.
      rejectUnauthorized: false,
      onread: { buffer: Buffer.allocUnsafe(16384), callback: (size, buffer) => this.read(size, buffer) },
    })
    this.socket.setNoDelay(true)
    this.socket.once('secureConnect', () => ((this.ready = true), this.onIdle(this)))
    this.socket.on('error', () => (tally.errors += stopping ? 0 : 1))
    this.socket.once('close', () => (live.delete(this), this.onGone(this)))
    live.add(this)
  }

  send(number, since) {
    this.number = number
    this.since = since
    if (plan.sentFile) sentAt[number] = performance.now() + offset
    this.socket.write(requestOf(number))
  }

  read(size, buffer) {
    // The usual answer in one piece: "HTTP/1.1 204 …" up to an empty line.
    const whole = buffer[size - 1] === 10 && buffer[size - 2] === 13 && buffer[size - 3] === 10
    if (this.pending === '' && whole && buffer[9] === 0x32 && buffer[10] === 0x30 && buffer[11] === 0x34)
      this.answered(204)
    else this.readSlowly(buffer.latin1Slice(0, size))
    return true
  }

  readSlowly(piece) {
    this.pending += piece
    const end = this.pending.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(this.pending.slice(0, end))?.[1] ?? 0)
    if (this.pending.length < end + 4 + length) return
    const status = Number(this.pending.slice(9, 12))
    this.pending = ''
    this.answered(status)
  }

  answered(status) {
    if (this.number < 0) return
    const good = status >= 200 && status < 300
    if (good && plan.ackFile) acknowledged.push(this.number)
    this.number = -1
    if (measuring) {
      latencies.push(performance.now() - this.since)
      if (good) tally.answered += 1
      else tally.refused += 1
    }
    this.onIdle(this)
  }
}

const nothing = () => undefined

function closedLoop() {
  const next = (connection) => {
    if (mayGoOn()) connection.send(tally.sent++, performance.now())
    else connection.socket.end()
  }
  for (let n = 0; n < plan.connections; n++) new Connection(next, nothing)
}

function freshLoop() {
  // Each request counts from the start of its handshake: the bank waits for that too.
  const open = () => {
    const since = performance.now()
    let used = false
    const idle = (connection) => {
      if (used) return void (connection.socket.end(), mayGoOn() && open())
      used = true
      connection.send(tally.sent++, since)
    }
    new Connection(idle, () => used || (mayGoOn() && setTimeout(open, 10)))
  }
  for (let n = 0; n < plan.connections; n++) open()
}

function openLoop() {
  const idle = []
  const waiting = []
  const toIdle = (connection) => {
    const due = waiting.shift()
    if (due === undefined) idle.push(connection)
    else connection.send(tally.sent++, due)
  }
  for (let n = 0; n < plan.connections; n++) new Connection(toIdle, nothing)
  const begin = performance.now() + 500
  let number = 0
  const turn = () => {
    const now = performance.now()
    for (let due = begin + (number * 1000) / plan.rate; due <= now; due = begin + (number * 1000) / plan.rate) {
      if (plan.count !== undefined && number >= plan.count) return
      lateMost = Math.max(lateMost, now - due)
      number += 1
      const connection = idle.pop()
      if (connection) connection.send(tally.sent++, due)
      else waiting.push(due)
    }
    if (!stopping) (plan.spin ? setImmediate : setTimeout)(turn, 1)
  }
  turn()
}

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const readings = () => ({
  at: performance.now(),
  client: cpuSeconds(process.pid),
  server: plan.serverPid ? cpuSeconds(plan.serverPid) : 0,
  machine: machineSeconds(),
})

/** Until the time is up, or the last request of a counted run was answered, or nobody is left to talk to. */
async function untilDone() {
  const end = performance.now() + plan.seconds * 1000
  const done = () => plan.count !== undefined && tally.answered + tally.refused >= plan.count
  while (performance.now() < end && !done() && live.size > 0) await sleep(plan.count === undefined ? 25 : 2)
}

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null

function report(before, after) {
  const seconds = (after.at - before.at) / 1000
  const sorted = Float64Array.from(latencies).sort()
  const share = (name) => (after[name] - before[name]) / seconds
  return {
    ...tally,
    seconds,
    rate: tally.answered / seconds,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    most: sorted.at(-1) ?? null,
    lateMost,
    clientBusy: share('client'),
    serverBusy: share('server'),
    elsewhere: Math.max(0, share('machine') - share('client') - share('server')),
    serverMicroseconds: ((after.server - before.server) / Math.max(1, tally.answered)) * 1e6,
    endedAt: after.at + offset,
  }
}

const loops = { closed: closedLoop, fresh: freshLoop, open: openLoop }
loops[plan.mode]()
await sleep(plan.warmup * 1000)
measuring = true
const before = readings()
await untilDone()
const after = readings()
measuring = false
stopping = true
const result = report(before, after)
if (plan.ackFile) writeFileSync(plan.ackFile, acknowledged.join('\n'))
if (plan.sentFile) writeFileSync(plan.sentFile, sentAt.join('\n'))
process.stdout.write(`${JSON.stringify(result)}\n`)
// Requests on their way get a moment, so that the server does not see them cut off.
await sleep(150)
for (const connection of live) connection.socket.destroy()
