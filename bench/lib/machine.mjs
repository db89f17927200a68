import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { availableParallelism, cpus, release, totalmem } from 'node:os'

const HERTZ = 100
const read = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** True where a process can be bound to a core. */
export const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-c', '0', 'true']).status === 0

/** The command that runs `command` on one core: 0 for the server, 1 for the load generator. As given where it cannot. */
export const pinned = (core, command, args) =>
  canPin ? ['taskset', ['-c', String(core), command, ...args]] : [command, args]

/** Binds a running process and its threads to a core; without effect where it cannot. */
export function pin(core, pid) {
  if (canPin) spawnSync('taskset', ['-acp', String(core), String(pid)])
}

/** CPU seconds that a process and all its threads have used; 0 once it is gone. Linux only. */
export function cpuSeconds(pid) {
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? []
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / HERTZ
}

/** The same of a process and all that it has started. */
export const cpuSecondsOfTree = (pid) => processTree(pid).reduce((sum, one) => sum + cpuSeconds(one), 0)

/** CPU seconds that the whole machine has used since it started, without waiting and idling. */
export function machineSeconds() {
  const [user = 0, nice = 0, system = 0, , , irq = 0, soft = 0, steal = 0] = read('/proc/stat')
    .split('\n')[0]
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return (user + nice + system + irq + soft + steal) / HERTZ
}

/** A process and all that descend from it, by /proc. */
export function processTree(pid) {
  const parents = new Map()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = Number(read(`/proc/${name}/stat`).split(') ').at(-1)?.split(' ')[1])
    parents.set(Number(name), parent)
  }
  const tree = new Set([pid])
  for (let grown = true; grown;) {
    grown = false
    for (const [child, parent] of parents) if (tree.has(parent) && !tree.has(child)) grown = Boolean(tree.add(child))
  }
  return [...tree]
}

/** Proportional set size of a process tree in bytes: shared pages count once in all. */
export function pssOfTree(pid) {
  return processTree(pid).reduce((sum, one) => {
    const found = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${one}/smaps_rollup`))
    return sum + Number(found?.[1] ?? 0) * 1024
  }, 0)
}

/** What the figures were measured on: nothing that names this machine. */
export function machineFacts() {
  const governor = '/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor'
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release().split('-')[0]} ${process.arch}`,
    pinned: canPin,
    ...(existsSync(governor) ? { governor: read(governor).trim() } : {}),
  }
}
