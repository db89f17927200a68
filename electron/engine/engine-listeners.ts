import { join } from 'node:path'
import type { Settings } from '../../shared/model/settings.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import type { CaptureSink, Clocks } from './listener/types.ts'
import { PublicArrivals } from './listener/public-arrivals.ts'
import { createListeners } from './listeners.ts'
import type { Listeners } from './listeners.ts'
import { createPublicTest } from './self-test/public-tests.ts'
import type { RunPublicTest } from './self-test/public-tests.ts'
import { createSelfTests } from './self-test/self-tests.ts'

/** What the engine was started with, as far as its listeners need it. */
export interface EngineListenersOptions {
  /** Folder for the certificate that we make. */
  readonly dataFolder: string
  readonly settings: { readonly current: () => Settings }
  readonly clocks: Clocks
  readonly passphrase: string | null
  readonly testsItself: boolean
}

export interface EngineListenersParts {
  readonly sink: CaptureSink
  readonly demoToken: string
  readonly notice: (key: string, problem: Problem | null) => void
  readonly changed: () => void
}

/** The listeners of an engine with their certificate and self-tests. */
export interface EngineListeners {
  readonly listeners: Listeners
  readonly selfTest: () => Promise<void>
  readonly publicTest: RunPublicTest
  /** Binds as the settings say, with a new passphrase (null: the one before); gives what could not be bound. */
  readonly listen: (passphrase: string | null) => Promise<readonly Problem[]>
  readonly stop: (graceMs: number) => Promise<void>
}

/** Makes the listeners of an engine; nothing is bound yet. */
export function createEngineListeners(options: EngineListenersOptions, parts: EngineListenersParts): EngineListeners {
  const { settings, clocks } = options
  const { sink, demoToken, notice, changed } = parts
  const certificateFolder = join(options.dataFolder, 'certificate')
  const test = () => {
    if (options.testsItself) void selfTests.run()
  }
  // Its dates and its chain are two things to mend: neither may hide the other.
  const warn = () => {
    const warnings = listeners.warnings()
    const ofChain = ({ code }: Problem) => code === 'certificate-incomplete'
    notice('certificate', warnings.find((one) => !ofChain(one)) ?? null)
    notice('certificate-chain', warnings.find(ofChain) ?? null)
  }
  const renewed = (problem: Problem | null) => {
    notice('certificate-renewal', problem === null ? null : keptBefore(problem))
    warn()
    test()
  }
  const arrivals = new PublicArrivals(demoToken)
  const bindings = { sink, clocks, certificateFolder, demoToken, publicArrivals: arrivals, renewed }
  const listeners = createListeners(bindings, settings.current())
  const selfTests = createSelfTests({ listeners, clocks, token: demoToken, notice, changed })
  let passphrase = options.passphrase
  return {
    listeners,
    selfTest: selfTests.run,
    publicTest: createPublicTest({ listeners, clocks, token: demoToken, arrivals, changed }),
    listen: async (given) => {
      passphrase = given ?? passphrase
      const problems = await listeners.apply(settings.current(), passphrase)
      warn()
      notice('certificate-renewal', null)
      test()
      return problems
    },
    stop: async (graceMs) => {
      selfTests.stop()
      await listeners.stop(graceMs)
    },
  }
}

/** Files that changed and cannot be used leave the certificate before them in force. */
function keptBefore(problem: Problem): Problem {
  return { ...problem, message: `${problem.message} The certificate before it stays in use.` }
}
