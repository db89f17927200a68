import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'

/*
 * The floor: what the same runtime does when it captures nothing. Reads the body, answers 204.
 * Arguments: certificate file, key file. Prints one ready line with its URL.
 */
const [certFile, keyFile] = process.argv.slice(2)

const server = createServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, (request, response) => {
  request.on('data', () => undefined)
  request.on('end', () => {
    response.writeHead(204)
    response.end()
  })
})
server.on('tlsClientError', () => undefined)
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ type: 'ready', url: `https://127.0.0.1:${server.address().port}/` })}\n`)
})
process.on('SIGTERM', () => process.exit(0))
