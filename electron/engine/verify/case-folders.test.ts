import { expect, test } from 'vitest'
import { asExpected, caseFolders, codesExpected, judgeCase } from './case-folders.test-support.ts'

/* The cases of e2e/corpus/cases: a request, its circumstances, and exactly what judging gives. */

const FOLDERS = caseFolders()

test('a case is called after a finding that it shows', () => {
  for (const { name, expected } of FOLDERS) expect(codesExpected(expected)).toContain(name.replace(/--.*$/, ''))
})

test.each(FOLDERS)('$name', async (folder) => {
  expect(asExpected(await judgeCase(folder))).toEqual(folder.expected)
})
