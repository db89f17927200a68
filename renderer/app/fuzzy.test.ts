import { expect, test } from 'vitest'
import { fuzzyFilter, fuzzyScore } from './fuzzy.ts'

const titles = ['Copy as cURL', 'Clear the archive', 'Go to Inbox', 'Theme: dark', 'Pause or resume the inbox']
const find = (query: string) => fuzzyFilter(query, titles, (title) => title)

test('an empty query keeps all in their order', () => expect(find('')).toEqual(titles))
test('first letters of words find it', () => expect(find('cac')[0]).toBe('Copy as cURL'))
test('a word within finds it', () => expect(find('dark')).toEqual(['Theme: dark']))
test('what does not occur finds nothing', () => expect(find('xyz')).toEqual([]))
test('letters in order only', () => expect(fuzzyScore('lruc', 'curl')).toBeNull())
