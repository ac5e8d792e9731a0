import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ipV4, ipV6, oneof, sample } from 'fast-check';
import ipaddr from 'ipaddr.js';
import { addressBytes } from '../../../../lib/adapters/guard/address-bytes.ts';
import { addressKind } from '../../../../lib/adapters/net/address-kind.ts';
import { SPECIAL_IPV4, SPECIAL_IPV6 } from '../../../../lib/adapters/net/special-ranges.ts';
import { runGuarded } from '../../../support/guarded-process.ts';
import { ADDRESS_KINDS } from '../../../support/special-addresses.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';

const NATIVE = path.resolve('lib/adapters/guard/native');
const PLATFORMS = ['linux-x64', 'linux-arm64'];

let dir: Awaited<ReturnType<typeof temporaryDir>>;
let fresh = '';

beforeAll(async () => {
  dir = await temporaryDir();
  fresh = path.join(dir.path, 'fresh.so');
  execFileSync(process.execPath, ['scripts/build-guard.mjs', process.arch, fresh]);
});

afterAll(async () => dir.remove());

function shipped(platform: string): string {
  return path.join(NATIVE, platform, 'waywiser-guard.so');
}

/** What a text in a library says after its name. */
function partOf(library: string, name: string): string | undefined {
  return new RegExp(`${name}([^\0]*)`).exec(readFileSync(library, 'latin1'))?.[1];
}

const THREADS = 14;

/** How many areas the allocator of a process has for its threads, each in 64 MB of addresses. */
function areasOf(isLimited: boolean): number {
  const code = `
    const fs = require('node:fs');
    const addon = { exports: {} };
    process.dlopen(addon, ${JSON.stringify(shipped(`linux-${process.arch}`))});
    if (${isLimited} && addon.exports.limitMemory() !== 1) throw new Error('not limited');
    const { Worker } = require('node:worker_threads');
    const workers = Array.from({ length: ${THREADS} }, () => new Worker('setInterval(() => 0, 1e6); require("node:worker_threads").parentPort.postMessage(0)', { eval: true }));
    Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('message', resolve)))).then(() => {
      const starts = [...fs.readFileSync('/proc/self/maps', 'utf8').matchAll(/^([0-9a-f]+)-[0-9a-f]+ rw-p 00000000 00:00 0 *$/gm)];
      console.log(starts.filter(([, start]) => BigInt('0x' + start) % 0x4000000n === 0n).length);
      process.exit(0);
    });`;

  return Number(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' }));
}

describe('waywiser-guard.so', () => {
  it.each(PLATFORMS)('for %s is built from the sources beside it', (platform) => {
    const hash = partOf(fresh, 'sources sha256:');

    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(partOf(shipped(platform), 'sources sha256:')).toBe(hash);
  });

  it('has the same bytes as a fresh build of the same compiler', () => {
    const own = shipped(`linux-${process.arch}`);
    const isSameCompiler = partOf(own, 'GCC: ') === partOf(fresh, 'GCC: ');

    expect(isSameCompiler && !readFileSync(own).equals(readFileSync(fresh))).toBe(false);
  });

  it.each(PLATFORMS)('for %s needs nothing that a C library may lack', (platform) => {
    const symbols = execFileSync('nm', ['-D', shipped(platform)], { encoding: 'utf8' });

    const missing = [...symbols.matchAll(/^ +([UwW]) (\S+)$/gm)].map(([, kind, name]) => {
      return `${kind} ${name}`;
    });

    expect(missing).toStrictEqual([
      'w __environ',
      'U __errno_location',
      'w mallopt',
      'w napi_create_function',
      'w napi_create_int32',
      'w napi_set_named_property',
    ]);
  });

  it('forbids core dumps, in such a way that no program it starts can allow them', async () => {
    const { reported } = await runGuarded({
      code: String.raw`
        const limits = require('node:fs').readFileSync('/proc/self/limits', 'utf8');
        report(/Max core file size +(\S+) +(\S+)/.exec(limits).slice(1));
      `,
    });

    expect(reported).toEqual([['0', '0']]);
  });

  it('lets as many threads as there are share one area of memory, when it is asked to', () => {
    const [own, limited] = [false, true].map(areasOf);

    // The main thread's is elsewhere; a few have started before they can be asked.
    expect(own).toBeGreaterThan(limited ?? THREADS);
    expect(limited).toBeLessThan(THREADS / 2);
  });

  it('is a fresh build that refuses and allows as the shipped one', async () => {
    const { reported, hello } = await runGuarded({
      libraryPath: fresh,
      reach: null,
      code: `
        const server = net.createServer().listen(0, '127.0.0.1', async () => {
          report(await connect(server.address().port, '127.0.0.1'));
          report(await connect(80, '10.0.0.1'));
          server.close();
        });`,
    });

    expect(hello?.by).toBe('journey');
    expect(reported).toStrictEqual(['connected', 'EACCES']);
  });
});

describe('is_special()', () => {
  let program = '';

  beforeAll(() => {
    program = path.join(dir.path, 'classify');
    const source = path.resolve('test/integration/adapters/guard/classify.c');
    execFileSync('gcc', ['-D_GNU_SOURCE', `-I${NATIVE}`, '-w', source, '-o', program]);
  });

  /** Of each address, whether the library asks about it. */
  function isSpecial(addresses: readonly string[]): readonly boolean[] {
    const input = Buffer.concat(addresses.map(addressBytes));
    const output = execFileSync(program, { input, encoding: 'utf8' });

    return Array.from(output, (letter) => letter === 's');
  }

  it('knows the kind of every known address', () => {
    const addresses = ADDRESS_KINDS.map(([address]) => address);

    expect(isSpecial(addresses)).toStrictEqual(isPrivate(addresses));
  });

  it('agrees with addressKind() on both sides of every edge of a range', () => {
    const addresses = [...SPECIAL_IPV4, ...SPECIAL_IPV6].flatMap(({ range }) => edges(range));

    expect(isSpecial(addresses)).toStrictEqual(isPrivate(addresses));
  });

  it('agrees with addressKind() on any address', () => {
    const addresses = sample(oneof(ipV4(), ipV6()), { numRuns: 5_000, seed: 7 });

    expect(isSpecial(addresses)).toStrictEqual(isPrivate(addresses));
  });
});

function isPrivate(addresses: readonly string[]): readonly boolean[] {
  return addresses.map((address) => addressKind(address) !== 'public');
}

/** The addresses at and around both ends of a range. */
function edges(range: string): readonly string[] {
  const [network, bits] = ipaddr.parseCIDR(range);
  const bytes = network.toByteArray();
  const size = BigInt(8 * bytes.length);
  const first = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  const last = first + (1n << (size - BigInt(bits))) - 1n;
  const around = [first - 1n, first, first + 1n, last - 1n, last, last + 1n];

  return around
    .filter((value) => value >= 0n && value < 1n << size)
    .map((value) => {
      const hex = value.toString(16).padStart(2 * bytes.length, '0');

      return ipaddr.fromByteArray([...Buffer.from(hex, 'hex')]).toString();
    });
}
