import { mintAuthority, mintLeaf } from '../certificate/mint.ts'
import type { TlsMaterial } from './types.ts'

let made: Promise<TlsMaterial & { readonly ca: string }> | null = null

/** A fresh local authority and a leaf for localhost, made once per test process; `ca` is what a client trusts. */
export function certificateForTests(): Promise<TlsMaterial & { readonly ca: string }> {
  return (made ??= (async () => {
    const now = performance.timeOrigin
    const authority = await mintAuthority(now)
    const leaf = await mintLeaf(authority, ['localhost', '127.0.0.1', '::1'], now)
    return { cert: leaf.certificate, key: leaf.key, ca: authority.certificate }
  })())
}
