declare const __DECLARED_ELECTRON__: string

/**
 * The majors that get security fixes, on the day this was looked up. A test fails half a year later: look again
 * (the newest stable major and the two before it are supported), then move both lines.
 */
export const SUPPORTED_ELECTRON = { newestMajor: 45, oldestMajor: 43, lookedUp: '2026-11-21' } as const

/** The first releases in which a promise over the bridge no longer leaks the preload's world. */
export const BRIDGE_FIXED_IN = ['39.8.9', '40.9.2', '41.2.2', '42.0.0'] as const

/** True when this runs on another Electron than the declared one: the registry runtime, for development and tests only. */
export const isTestBuild = (running: string, declared: string = __DECLARED_ELECTRON__): boolean => running !== declared
