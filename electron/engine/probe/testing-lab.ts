import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

/* For tests: the lab of 108 endpoints (e2e/tls-lab), in a process of its own, with certificates made for this run. */

export interface LabCase {
  readonly id: string
  readonly url: string
  readonly port: number
  readonly expect: { readonly verdict: string; readonly code?: string }
}

export interface Lab {
  readonly cases: readonly LabCase[]
  /** PEM of the only further root to trust. */
  readonly root: string
  readonly rootFile: string
  readonly folder: string
  readonly stop: () => void
}

/** Starts the lab (some seconds: RSA keys are made); `only` names cases. It ends with `stop`, or when this process goes away. */
export async function startLab(only: readonly string[] = []): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), 'ci-lab-'))
  const start = resolve(import.meta.dirname, '../../../e2e/tls-lab/start.mjs')
  const some = only.length === 0 ? [] : ['--only', only.join(',')]
  const child = spawn(process.execPath, [start, '--out', folder, '--seconds', '600', ...some], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const first = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()
  if (first.done === true) throw new Error('the lab did not start')
  const rootFile = join(folder, 'root.pem')
  const { cases } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { cases: LabCase[] }
  const stop = () => {
    child.stdin.end()
    child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
  return { cases, root: readFileSync(rootFile, 'utf8'), rootFile, folder, stop }
}
