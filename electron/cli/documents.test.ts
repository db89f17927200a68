import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { outputLineSchema } from '../../shared/export/record-schema.ts'
import { commandHelp } from './help.ts'
import { COMMANDS } from './program.ts'

const page = (name: string): string => readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8')

describe('docs/command-line.md', () => {
  test.each(COMMANDS.map((command) => [command.name, command] as const))(
    'speaks of every option of %s',
    (name, command) => {
      const section = page('command-line.md').split(`\n## ${name}\n`)[1]?.split('\n## ')[0] ?? ''
      for (const option of Object.keys(command.options)) expect(section).toContain(`--${option}`)
    },
  )

  test.each(COMMANDS)('the help of $name fits a terminal and names every option', (command) => {
    const help = commandHelp(command)
    for (const line of help.split('\n')) expect(line.length).toBeLessThanOrEqual(110)
    for (const option of Object.keys(command.options)) expect(help).toContain(`--${option}`)
  })

  test('lists every member of a record', () => {
    const text = page('command-line.md')
    for (const schema of outputLineSchema.options.slice(1)) {
      for (const name of Object.keys(schema.shape)) expect(text).toContain(`\`${name}\``)
    }
  })
})
