// Starts one loopback listener per case. Needs only node (no openssl binary, no npm).
//   node start.mjs [--seconds 60] [--out out] [--only id,id]   prints one JSON line {"ready":true,...}; writes root.pem and manifest.json; stops by itself.
// A checker under test gets root.pem as its only further root, and must give each case the verdict in manifest.json.
import { writeFileSync } from 'node:fs'
import { H, OUT, arg, cases, int1, now, root } from './lab.mjs'
import { pem } from './x509.mjs'

process.on('uncaughtException', (e) => console.error('server side:', e.message))
const SEC = Number(arg('seconds', 60))
for (const group of ['certificate', 'chain', 'revocation', 'protocol', 'network', 'http'])
  await import(`./cases-${group}.mjs`)

writeFileSync(new URL('root.pem', OUT), pem(root.der))
writeFileSync(new URL('intermediate.pem', OUT), pem(int1.der))
writeFileSync(
  new URL('manifest.json', OUT),
  JSON.stringify({ made: new Date(now).toISOString(), root: 'root.pem', helper: H(''), cases }, null, 1) + '\n',
)
console.log(
  JSON.stringify({ ready: true, cases: cases.length, manifest: new URL('manifest.json', OUT).pathname, seconds: SEC }),
)
setTimeout(() => process.exit(0), SEC * 1000)

// Whoever started it has gone: nothing of it stays behind.
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
