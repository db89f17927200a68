import { z } from 'zod'

const NETWORK_WANTED = 'an address such as 192.0.2.7 or a network such as 192.0.2.0/24 is expected'

/** For the published schema: zod's own pattern knows no IPv4 in IPv6 clothing (`::ffff:192.0.2.1`), which its check takes. */
const MAPPED_TOO = '^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$'

/** An IPv4 or IPv6 address, or a network with its bits. */
export const networkSchema = z.union(
  [
    z.ipv4(),
    z.ipv6().meta({ pattern: MAPPED_TOO }),
    z.cidrv4(),
    z.cidrv6().meta({ pattern: `${MAPPED_TOO.slice(0, -1)}/(?:12[0-8]|1[01]\\d|\\d{1,2})$` }),
  ],
  { error: NETWORK_WANTED },
)
