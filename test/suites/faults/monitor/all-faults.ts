import type { MonitorFault } from './fault.ts';
import { DISK_FAULTS } from './disk-faults.ts';
import { NAME_FAULTS } from './name-faults.ts';
import { NETWORK_FAULTS } from './network-faults.ts';
import { PROCESS_FAULTS } from './process-faults.ts';
import { PROGRAM_FAULTS } from './program-faults.ts';

/** All faults of the monitor. */
export const MONITOR_FAULTS: readonly MonitorFault[] = [
  ...PROCESS_FAULTS,
  ...PROGRAM_FAULTS,
  ...DISK_FAULTS,
  ...NETWORK_FAULTS,
  ...NAME_FAULTS,
];
