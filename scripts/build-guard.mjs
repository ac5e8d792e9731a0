// Builds the guard library for both architectures that it is shipped for, or for this machine:
//   node scripts/build-guard.mjs                 both, into lib/adapters/guard/native
//   node scripts/build-guard.mjs x64 FILE        one, into a file
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const native = path.join(
  path.dirname(path.dirname(fileURLToPath(import.meta.url))),
  'lib/adapters/guard/native',
);

const CROSS_COMPILERS = { x64: 'x86_64-linux-gnu-gcc', arm64: 'aarch64-linux-gnu-gcc' };
/** Atomic operations as instructions, not as calls of the compiler's library. */
const OWN_FLAGS = { x64: [], arm64: ['-mno-outline-atomics'] };

const FLAGS = [
  '-std=gnu11 -O2 -fPIC -shared -Wall -Wextra -Werror',
  // No C library: it must load beside every one.
  '-nostdlib -ffreestanding -fno-stack-protector -fno-tree-loop-distribute-patterns',
  '-fvisibility=hidden -fno-asynchronous-unwind-tables -s',
  '-Wl,-z,relro,-z,now,-z,noexecstack,-z,nodelete,-z,noseparate-code',
  '-Wl,--hash-style=gnu,--build-id=none',
].flatMap((line) => line.split(' '));

/** The hash of all sources in the order of their names; it is part of the library. */
function sourcesHash() {
  const hash = createHash('sha256');
  for (const name of readdirSync(native).toSorted()) {
    if (/\.[ch]$/.test(name)) hash.update(readFileSync(path.join(native, name)));
  }

  return hash.digest('hex');
}

function buildGuard(arch, output) {
  const compiler = arch === process.arch ? 'gcc' : CROSS_COMPILERS[arch];
  const define = `-DGUARD_SOURCES="${sourcesHash()}"`;
  const files = ['guard.c', '-o', path.resolve(output)];
  execFileSync(compiler, [...FLAGS, ...OWN_FLAGS[arch], define, ...files], {
    cwd: native,
    stdio: 'inherit',
  });
}

const [, , arch, output] = process.argv;
if (arch !== undefined && output !== undefined) buildGuard(arch, output);
else {
  for (const each of Object.keys(CROSS_COMPILERS)) {
    buildGuard(each, path.join(native, `linux-${each}`, 'waywiser-guard.so'));
  }
}
