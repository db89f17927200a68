/* A listener in a process of its own, for a test that takes its file handles away. Answers each line on stdin with its counts. */
import { createInterface } from 'node:readline'
import { startTestListener } from './testing.ts'

const { listener, port, sink } = await startTestListener()
process.stdout.write(`${String(port)}\n`)
createInterface(process.stdin).on('line', () => {
  const { silent } = listener.status()
  const rows = sink.troubles.map(({ facts }) => ({ cause: facts.trouble.cause, summary: facts.trouble.summary }))
  process.stdout.write(`${JSON.stringify({ captures: sink.captures.length, silent, rows })}\n`)
})
