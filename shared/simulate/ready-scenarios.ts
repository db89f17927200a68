import { LADDER } from '../facts/delivery.ts'
import { checkScenario } from './scenario.ts'
import { SCENARIO_FORMAT, SCENARIO_VERSION } from './scenario-schema.ts'
import type { Scenario } from './scenario-schema.ts'

/** A scenario that comes with the program. */
export interface ReadyScenario {
  readonly id: string
  readonly scenario: Scenario
}

function ready(id: string, name: string, description: string, rest: object): ReadyScenario {
  const checked = checkScenario({ format: SCENARIO_FORMAT, version: SCENARIO_VERSION, name, description, ...rest }, id)
  // A defect of ours: the tests play every one of them.
  if (!checked.ok) throw new Error(checked.problem.message)
  return { id, scenario: checked.value }
}

const steps = (...list: readonly object[]) => [{ name: 'Shop of the scenario', steps: list }]
const answer = (status: number, rest: object = {}) => ({ kind: 'answer', status, ...rest })
const legacy = (event: string, rest: object = {}) => ({ family: 'legacy', event, ...rest })

/** Attempts of the ladder that fall into the first hour. */
const IN_ONE_HOUR = LADDER.filter(({ offsetSeconds }) => offsetSeconds < 3600).length

/** Expected orders of events: domain.md §1.1 and §1.2 (flow charts and sequences of the documentation). */
export const READY_SCENARIOS: readonly ReadyScenario[] = [
  ready(
    'demo',
    'Show me: three failures, then success',
    'The shop is not ready three times; the fourth attempt is accepted.',
    {
      answers: steps(answer(503, { attempts: 3 }), answer(204)),
      deliveries: [legacy('UNFREEZE')],
    },
  ),
  ready('happy-invoice', 'Happy invoice', 'An order is booked, passes the fraud control and is debited.', {
    deliveries: [
      legacy('BOOKED', { reference: 'invoice-1' }),
      legacy('AUTOMATIC_FRAUD_CONTROL', { reference: 'invoice-1', variant: 'THAWED', afterSeconds: 8 }),
      legacy('UPDATE', { reference: 'invoice-1', variant: 'DEBIT', afterSeconds: 3600 }),
    ],
  }),
  ready(
    'frozen-unfrozen',
    'Frozen, then unfrozen',
    'The fraud control freezes a payment; a person lets it pass later.',
    {
      deliveries: [
        legacy('BOOKED', { reference: 'frozen-1' }),
        legacy('AUTOMATIC_FRAUD_CONTROL', { reference: 'frozen-1', variant: 'FROZEN', afterSeconds: 8 }),
        legacy('UNFREEZE', { reference: 'frozen-1', afterSeconds: 1800 }),
      ],
    },
  ),
  ready(
    'frozen-annulled',
    'Frozen, then annulled',
    'The fraud control freezes a payment, and it is annulled in the end.',
    {
      deliveries: [
        legacy('BOOKED', { reference: 'frozen-2' }),
        legacy('AUTOMATIC_FRAUD_CONTROL', { reference: 'frozen-2', variant: 'FROZEN', afterSeconds: 8 }),
        legacy('ANNULMENT', { reference: 'frozen-2', afterSeconds: 7200 }),
      ],
    },
  ),
  ready('swish', 'Swish with finalization', 'An instant payment: FINALIZATION comes beside BOOKED.', {
    deliveries: [
      legacy('FINALIZATION', { reference: 'swish-1' }),
      legacy('BOOKED', { reference: 'swish-1', afterSeconds: 0.4 }),
      legacy('UPDATE', { reference: 'swish-1', variant: 'DEBIT', afterSeconds: 2 }),
    ],
  }),
  ready(
    'mapi-rejected',
    'Merchant API: frozen, then rejected',
    'An authorization is frozen for control and rejected later.',
    {
      deliveries: [
        {
          family: 'mapi',
          event: 'AUTHORIZATION',
          variant: 'FROZEN',
          reference: '6fa85f64-5997-45c2-b3fc-2c263f66afa6',
        },
        {
          family: 'mapi',
          event: 'AUTHORIZATION',
          variant: 'REJECTED',
          reference: '6fa85f64-5997-45c2-b3fc-2c263f66afa6',
          afterSeconds: 1800,
        },
      ],
    },
  ),
  ready('loan-paid-out', 'Loan: approved to paid out', 'A loan application from the decision to the payment.', {
    deliveries: [
      { family: 'loan', event: 'CREDIT_DECISION_UPDATED', variant: 'APPROVED', reference: 'loan-1' },
      { family: 'loan', event: 'WAITING_FOR_ADDITION', reference: 'loan-1', afterSeconds: 60 },
      { family: 'loan', event: 'SIGNED', reference: 'loan-1', afterSeconds: 900 },
      { family: 'loan', event: 'PAID_OUT', reference: 'loan-1', afterSeconds: 86_400 },
    ],
  }),
  ready('wrong-salt', 'Wrong salt', 'The salt is not the registered one; the shop refuses the digest with 406.', {
    answers: [
      { name: 'Digest checked', when: { light: { name: 'digest', states: ['fail'] } }, steps: [answer(406)] },
      { name: 'Others', steps: [answer(204)] },
    ],
    deliveries: [legacy('BOOKED', { faults: ['wrong-salt'], attempts: 4 }), legacy('UNFREEZE', { afterSeconds: 10 })],
  }),
  ready('redirecting', 'Redirecting shop', 'The shop moves callers to another address; the bank does not follow.', {
    answers: steps(answer(302, { headers: [['Location', 'https://www.example.com/callbacks']] })),
    deliveries: [legacy('UNFREEZE', { attempts: 5 })],
  }),
  ready('slow', 'Slow shop', 'The shop answers after six seconds twice, when the bank has given up, then in time.', {
    answers: steps(answer(204, { delaySeconds: 6, attempts: 2 }), answer(204)),
    deliveries: [legacy('UNFREEZE')],
  }),
  ready('down-one-hour', 'Shop down for an hour', 'Nothing answers in the first hour; then the shop is back.', {
    answers: steps({ kind: 'close', attempts: IN_ONE_HOUR }, answer(204)),
    deliveries: [
      legacy('BOOKED', { reference: 'down-1' }),
      legacy('UNFREEZE', { reference: 'down-1', afterSeconds: 5 }),
      legacy('UPDATE', { reference: 'down-2', afterSeconds: 20 }),
    ],
  }),
  ready('whole-ladder', 'The whole ladder: lost after 36 hours', 'The shop refuses all twenty attempts.', {
    answers: steps(answer(503)),
    deliveries: [legacy('UNFREEZE')],
  }),
]
