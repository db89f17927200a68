import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, type ElectronApplication } from '@playwright/test'
import { exportRecordSchema, type ExportRecord } from '../../shared/export/record-schema.ts'

/** Ends the app as a user does, and waits until its process is gone: then the archive is free. */
export async function closed(app: ElectronApplication): Promise<void> {
  const ended = new Promise((done) => app.process().once('exit', done))
  await app.close()
  await ended
}

/** Everything in an archive that no app holds, read with the command line, oldest first. */
export async function archived(file: string): Promise<readonly ExportRecord[]> {
  const cli = resolve(import.meta.dirname, '../../dist/cli/cli.js')
  const args = [cli, 'export', '--archive', file, '--json']
  // The test runner's wishes about colour would make Node warn on standard error.
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' }
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: 256 * 1024 * 1024 })
  expect(stderr).toBe('')
  const lines = stdout.split('\n').filter((line) => line !== '')
  return lines.map((line) => exportRecordSchema.parse(JSON.parse(line)))
}
