import { z } from 'zod'

const NETWORK_WANTED = 'an address such as 192.0.2.7 or a network such as 192.0.2.0/24 is expected'

/** An IPv4 or IPv6 address, or a network with its bits. */
export const networkSchema = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], { error: NETWORK_WANTED })
