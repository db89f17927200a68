/** Set by `npm run dev` when it builds main; a constant null in every other build, so that the exception is not even in the bundle. */
declare const __DEV_SERVER__: string | null

export const SCHEME = 'app'
export const HOST = 'inspector'

/** Where the page lives, and the only origin that main answers. */
export const PAGE_ORIGIN = __DEV_SERVER__ === null ? `${SCHEME}://${HOST}` : new URL(__DEV_SERVER__).origin
export const PAGE_URL = __DEV_SERVER__ === null ? `${SCHEME}://${HOST}/index.html` : __DEV_SERVER__
