// Checks a folder of state as a user who is not root, and prints the error's message, or nothing.
// Arguments: the folder, and the user's id for root to become.
import { requireUsableState } from '../../lib/cli/frame/usable-state.ts';

const [, , stateDir = '', uid = ''] = process.argv;
if (process.getuid?.() === 0) {
  process.setgid?.(Number(uid));
  process.setuid?.(Number(uid));
}
try {
  requireUsableState({ stateDir });
} catch (error) {
  process.stdout.write(error instanceof Error ? error.message : String(error));
}
