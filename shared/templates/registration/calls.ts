import type { Registration, WrittenCall } from './call.ts'
import { loanCall } from './loan.ts'
import { mapiCall, rcoPlusCall } from './mapi.ts'
import { restCall } from './rest.ts'
import { soapCall } from './soap.ts'

/**
 * Every way in which the callback of a profile can be registered at the bank, written out (domain.md §4). `urls` holds the URL of each
 * event of the profile: the Merchant API takes them together. Nothing is sent: the bank's services are for the user to call.
 */
export function registrationCalls(
  family: 'legacy' | 'mapi' | 'rco-plus' | 'loan',
  registration: Registration,
  urls: ReadonlyMap<string, string>,
): readonly WrittenCall[] {
  switch (family) {
    case 'legacy':
      return [soapCall(registration), restCall(registration)]
    case 'loan':
      return [loanCall(registration)]
    case 'mapi':
      return [mapiCall(registration, urls)]
    case 'rco-plus':
      return [rcoPlusCall(registration), mapiCall(registration, urls)]
  }
}
