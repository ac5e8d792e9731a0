import { SPECIAL_ADDRESSES } from '../inside/network.ts';
import type { Way, WayGroup } from './way.ts';

const TRY =
  'fetch("$U", { mode: "no-cors" }); new Image().src = "$U"; new WebSocket("$W"); new EventSource("$U")';

/** A name whose answer contains the address. */
export function nameOf(address: string, mark = 'plain'): string {
  const label = address.includes(':')
    ? `v6-${address.replaceAll(':', '-')}`
    : `v4-${address.replaceAll('.', '-')}`;

  return `${mark}.${label}.names.example`;
}

/** Names that resolve to special addresses at once. */
export const NAMES: WayGroup = {
  name: 'names',
  how: 'together',
  ways: [
    ...[...SPECIAL_ADDRESSES, '127.0.0.1', '127.9.9.9', '0.0.0.0', '::1', '::'].map(
      (address): Way => ({ name: `name at ${address}`, host: nameOf(address), script: TRY }),
    ),
    ...['10.7.0.5', 'fd12::5', '127.0.0.1', '::1'].flatMap((address): readonly Way[] => [
      { name: `chain of aliases to ${address}`, host: nameOf(address, 'chain'), script: TRY },
      { name: `name at ${address} too`, host: nameOf(address, 'mix'), script: TRY },
      { name: `absolute name at ${address}`, host: `${nameOf(address)}.`, script: TRY },
      { name: `mixed case name at ${address}`, host: nameOf(address, 'PLaiN'), script: TRY },
    ]),
  ],
};

/** Documents by such names. */
export const NAME_DOCUMENTS: WayGroup = {
  name: 'documents by name',
  how: 'alone',
  ways: ['10.7.0.5', '169.254.169.254', 'fd12::5', '127.0.0.1', '::1', '198.18.5.5'].flatMap(
    (address): readonly Way[] => [
      { name: `document at ${address}`, host: nameOf(address), act: 'goto', blocks: true },
      {
        name: `document posted to ${address}`,
        host: nameOf(address),
        act: 'click',
        html: '<form method="post" action="$U"><input name="a" value="b"><button id="go">go</button></form>',
        blocks: true,
      },
      {
        name: `window at ${address}`,
        host: nameOf(address),
        act: 'click',
        html: '<a id="go" target="_blank" href="$U">go</a>',
        blocks: true,
      },
      {
        name: `document by aliases at ${address}`,
        host: nameOf(address, 'chain'),
        act: 'goto',
        blocks: true,
      },
    ],
  ),
};

/** More names than the browser remembers. */
const FLUSH = `
  async function flush() {
    for (let at = 0; at < 1300; at += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, i) =>
        fetch('http://f' + (at + i) + '.flush.example:$N/empty', { mode: 'no-cors' }).catch(() => {})));
    }
  }`;

/** Names that turn to a special address while the page is open. */
export const REBINDING: WayGroup = {
  name: 'rebinding',
  how: 'alone',
  ways: ['127.0.0.1', '10.7.0.5', 'fd12::5'].flatMap((address): readonly Way[] => [
    {
      name: `rebound to ${address} after a flush`,
      host: nameOf(address, `late.w$P`),
      act: 'own',
      html: `<script>${FLUSH}
        (async () => {
          await fetch('http://site.example:$N/rebind?$A', { mode: 'no-cors' });
          await flush();
          for (let i = 0; i < 3; i++) await fetch('/secret?' + i).catch(() => {});
          document.title = 'tried';
        })()</script>`,
    },
    {
      name: `window rebound to ${address} after a flush`,
      host: nameOf(address, `late.v$P`),
      act: 'ownClick',
      html: `<button id="go" onclick="window.open('/secret')">go</button><script>${FLUSH}
        (async () => {
          await fetch('http://site.example:$N/rebind?$A', { mode: 'no-cors' });
          await flush();
          document.title = 'tried';
        })()</script>`,
      blocks: true,
    },
    {
      name: `turned to ${address}`,
      host: nameOf(address, `turn`),
      act: 'own',
      html: `<script>
        (async () => {
          for (let i = 0; i < 5; i++) await fetch('http://$H/secret?' + i).catch(() => {});
          document.title = 'tried';
        })()</script>`,
      // The browser remembers the first answer for a minute.
      silent: true,
    },
  ]),
};
