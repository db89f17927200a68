import { z } from 'zod'

/** Every coded error that the engine can give its clients: one closed set. */
export const PROBLEM_CODES = [
  'protocol-version',
  'unknown-method',
  'bad-params',
  'bad-result',
  'link-closed',
  'engine-failed',
  'not-found',
  'port-in-use',
  'port-forbidden',
  'address-unavailable',
  'listen-failed',
  'certificate-unreadable',
  'certificate-mismatch',
  'certificate-passphrase',
  'certificate-expired',
  'certificate-refused',
  'certificate-incomplete',
  'self-test-failed',
  'settings-unreadable',
  'settings-invalid',
  'settings-not-saved',
  'profile-unreadable',
  'profile-invalid',
  'profile-newer',
  'profile-not-found',
  'profile-read-only',
  'profile-name-taken',
  'profile-not-saved',
  'secret-missing',
  'secret-sealed',
  'jwks-unreadable',
  'jwks-invalid',
  'jwks-not-fetched',
  'archive-locked',
  'archive-damaged',
  'archive-read-only',
  'archive-newer',
  'archive-unreadable',
  'archive-full',
  'archive-rows-missing',
  'archive-limit-near',
  'accept-failed',
  'send-failed',
  'scenario-invalid',
  'scenario-newer',
  'confirmation-needed',
  'input-unreadable',
  'usage',
] as const
export type ProblemCode = (typeof PROBLEM_CODES)[number]

export const problemSchema = z.strictObject({
  code: z.enum(PROBLEM_CODES),
  /** One sentence for the user: what is wrong, the name of the thing, what to do. */
  message: z.string(),
  /** What the sentence speaks of: a path, a port, a field. */
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
})
/** An expected failure, as a value. */
export type Problem = Readonly<z.infer<typeof problemSchema>>

/** Carries a Problem where only a throw can cross an edge. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.message, options)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

/** Takes what was thrown, gives its Problem; anything unexpected becomes `engine-failed` with its message. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return { code: 'engine-failed', message: `The engine met an unexpected fault: ${message}` }
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }
export const good = <T>(value: T): Result<T> => ({ ok: true, value })
export const bad = (code: ProblemCode, message: string, data?: Problem['data']): { ok: false; problem: Problem } => ({
  ok: false,
  problem: data === undefined ? { code, message } : { code, message, data },
})
