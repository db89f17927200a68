import { documented } from './documents.ts'

/*
 * What the documents say about the end of the ladder. Both sentences stand on the page "Callbacks"; the table is what the FAQ points
 * to when asked "how long we try to resend", so it is used. The page "Callback TEST" says "the system continues to try for a month".
 */
export const LADDER_STATEMENTS = {
  table: '“we will try to resend it 19 times, after the first failed one”',
  month: '“The gap between callback attempts increases until a month has passed, after which the callback is lost”',
  monthShort: 'until a month has passed',
  source: documented('callbacks'),
} as const
