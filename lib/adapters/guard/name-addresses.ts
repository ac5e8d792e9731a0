import dns from 'node:dns';
import { readFile } from 'node:fs/promises';
import { sameAddress } from '../net/address-kind.ts';
import { isAddress } from './address-bytes.ts';

/** What this machine's resolver knows about names and addresses. */
export interface NameAddresses {
  /** Whether the name resolves to the address now. */
  isAnswerFor(name: string, address: string): Promise<boolean>;
  /**
   * Whether the address has a name that ends in `suffix` (such as `.internal`), and that name resolves
   * to the address: its owner's word for both directions.
   */
  isNamedBelow(suffix: string, address: string): Promise<boolean>;
  /** Whether the hosts file has the name for the address. `*.` stands for any name below. */
  isInHostsFile(name: string, address: string): Promise<boolean>;
}

const HOSTS_FILE = '/etc/hosts';
/** Less than the guard waits for its answer. */
const LOOKUP_DEADLINE_MS = 3_000;

/** Asks the system's resolver. Without an answer in time, nothing is known. */
export const systemNames: NameAddresses = {
  isAnswerFor: async (name, address) => inTime(isAnswer(name, address)),
  isNamedBelow: async (suffix, address) => inTime(isNamed(suffix, address)),
  isInHostsFile: async (name, address) => isInHosts(await hostsFile(), name, address),
};

async function isAnswer(name: string, address: string): Promise<boolean> {
  const answers = await dns.promises.lookup(name, { all: true });

  return answers.some((each) => sameAddress(each.address, address));
}

async function isNamed(suffix: string, address: string): Promise<boolean> {
  if (isInHosts(await hostsFile(), `*${suffix}`, address)) return true;
  const names = await dns.promises.reverse(address);
  const below = names.filter((name) => endsIn(name, suffix)).slice(0, 4);
  const found = await Promise.all(below.map(async (name) => isAnswer(name, address)));

  return found.includes(true);
}

async function hostsFile(): Promise<string> {
  return readFile(HOSTS_FILE, 'utf8').catch(() => '');
}

/** Whether the text of a hosts file has the name for the address. */
export function isInHosts(text: string, name: string, address: string): boolean {
  return text.split('\n').some((line) => {
    const [first = '', ...names] = (line.split('#', 1)[0] ?? '').trim().split(/\s+/);
    const matches = names.some((each) =>
      name.startsWith('*.')
        ? endsIn(each, name.slice(1))
        : each.toLowerCase() === name.toLowerCase(),
    );

    return matches && isAddress(first) && sameAddress(first, address);
  });
}

function endsIn(name: string, suffix: string): boolean {
  return name.toLowerCase().endsWith(suffix.toLowerCase());
}

async function inTime(answer: Promise<boolean>): Promise<boolean> {
  const late = new Promise<false>((resolve) => {
    setTimeout(resolve, LOOKUP_DEADLINE_MS, false).unref();
  });

  return Promise.race([answer.catch(() => false), late]);
}
