import { SPECIAL_ADDRESSES } from '../inside/network.ts';
import type { Way, WayGroup } from './way.ts';

/** Spellings of an address in a URL: each reaches a special address. */
const SPELLINGS = [
  '127.0.0.1',
  '127.1',
  '0177.0.0.1',
  '0x7f.1',
  '0x7f000001',
  '2130706433',
  '017700000001',
  '127.0.0.1.',
  '127%2e0%2e0%2e1',
  '①②⑦.0.0.1',
  '127。0。0。1',
  '１２７.0.0.1',
  '0',
  '0.0.0.0',
  '0x0',
  '127.255.255.254',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::]',
  '[::127.0.0.1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:7f00:1]',
  '[::ffff:0:127.0.0.1]',
  '[::ffff:10.7.0.5]',
  '[::ffff:a9fe:a9fe]',
  '10.458757',
  '0xa.7.5',
  '012.07.0.05',
  '168230917',
  '169.16689662',
  '2852039166',
  '0xa9fea9fe',
  '[64:ff9b::a9fe:a9fe]',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'a.localhost',
  'a.b.localhost.',
  'loc%61lhost',
];

function wayTo(host: string): Way {
  return {
    name: `request to ${host}`,
    host,
    script: 'fetch("$U", { mode: "no-cors" }); new Image().src = "$U"; new WebSocket("$W")',
  };
}

/** Every spelling of an address and every special range. */
export const ADDRESSES: WayGroup = {
  name: 'addresses',
  how: 'together',
  ways: [
    ...SPELLINGS,
    ...SPECIAL_ADDRESSES.map((address) => (address.includes(':') ? `[${address}]` : address)),
  ].map(wayTo),
};

/** The same as documents, which fail the run. */
export const ADDRESS_DOCUMENTS: WayGroup = {
  name: 'documents by address',
  how: 'alone',
  ways: SPECIAL_ADDRESSES.map((address) => ({
    name: `document of ${address}`,
    host: address.includes(':') ? `[${address}]` : address,
    act: 'goto',
    blocks: true,
  })),
};
