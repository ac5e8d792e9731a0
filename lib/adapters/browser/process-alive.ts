import { errorCode } from '../base/node-error.ts';

/** Whether a process of this number exists, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);

    return true;
  } catch (error) {
    // EPERM: it exists and is somebody else's.
    return errorCode(error) === 'EPERM';
  }
}
