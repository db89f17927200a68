import type { Delivery } from '../../../shared/checks/deliveries/types.ts'

/** The highest sequence number among the listed requests of a delivery. */
export const lastOf = ({ attempts }: Delivery): number =>
  Math.max(...attempts.flatMap(({ requests }) => requests.map(({ sequence }) => sequence)))
