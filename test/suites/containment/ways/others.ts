import { nameOf } from './names.ts';
import type { Way, WayGroup } from './way.ts';

const SVG = 'xmlns="http://www.w3.org/2000/svg"';

/** Rare ways that a page has. */
export const RARE: WayGroup = {
  name: 'rare',
  how: 'together',
  ways: [
    {
      name: 'import of json',
      html: '<script type="module">import x from "$U" with { type: "json" }</script>',
    },
    {
      name: 'import of css',
      html: '<script type="module">import x from "$U" with { type: "css" }</script>',
    },
    {
      name: 'animated address',
      html: `<svg ${SVG}><image width="9" height="9"><animate attributeName="href" values="$U;$U" dur="9s"/></image></svg>`,
    },
    {
      name: 'set address',
      html: `<svg ${SVG}><image width="9" height="9"><set attributeName="href" to="$U"/></image></svg>`,
    },
    {
      name: 'template that is cloned',
      html: '<body><template id="t"><img src="$U"></template><script>document.body.append(t.content.cloneNode(true))</script>',
    },
    {
      name: 'element that is moved',
      html: '<body><div id="d"></div><img id="i"><script>d.append(i); i.src="$U"</script>',
    },
    { name: 'worker of data', script: 'new Worker("data:text/javascript,importScripts(\'$U\')")' },
    {
      name: 'request object',
      script: 'fetch(new Request("$U", { mode: "no-cors", integrity: "" }))',
    },
    {
      name: 'range request',
      script: 'fetch("$U", { mode: "no-cors", headers: { range: "bytes=0-1" } })',
    },
    {
      name: 'frame that is reloaded',
      html: '<iframe id="f" src="$B/x"></iframe><script>f.onload=()=>{f.onload=null;f.src="$U"}</script>',
      files: { x: { type: 'text/html', body: 'x' } },
    },
    {
      name: 'history of a frame',
      html: '<iframe id="f" src="$B/x"></iframe>',
      files: {
        x: {
          type: 'text/html',
          body: '<script>history.replaceState(1,"","?y");location.replace("$B/go")</script>',
        },
      },
    },
    { name: 'javascript frame', html: `<iframe src="javascript:'<img src=$U>'"></iframe>` },
    {
      name: 'video in hls',
      html: '<video preload="auto" src="$B/x.m3u8"></video>',
      files: {
        'x.m3u8': {
          type: 'application/vnd.apple.mpegurl',
          body: '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n$U\n#EXT-X-ENDLIST',
        },
      },
      silent: true,
    },
    {
      name: 'web bundle',
      html: '<script type="webbundle">{"source":"$U","resources":["$U/x"]}</script>',
      silent: true,
    },
    {
      name: 'compression dictionary',
      html: '<link rel="compression-dictionary" href="$U">',
      silent: true,
    },
    {
      name: 'private token',
      script:
        'fetch("$U", { mode: "no-cors", privateToken: { version: 1, operation: "token-request" } })',
      silent: true,
    },
  ],
};

function rebinding(address: string): string {
  return `<script>
    async function flush() {
      for (let at = 0; at < 1300; at += 50) {
        await Promise.all(Array.from({ length: 50 }, (_, i) =>
          fetch('http://g' + (at + i) + '.flush.example:$N/empty', { mode: 'no-cors' }).catch(() => {})));
      }
    }
    (async () => {
      await fetch('http://site.example:$N/rebind?$A', { mode: 'no-cors' });
      await flush();
      document.title = 'tried';
    })()</script>${address}`;
}

/** Rare documents, each in a run of its own. */
export const RARE_DOCUMENTS: WayGroup = {
  name: 'rare documents',
  how: 'alone',
  ways: [
    { name: 'source of a page', act: 'viewSource', blocks: true },
    { name: 'devtools page', act: 'devtools', silent: true },
    { name: 'speculation rules of a header', html: 'x', headers: { 'speculation-rules': '"$U"' } },
    {
      name: 'speculation rules',
      html: '<script type="speculationrules">{"prefetch":[{"source":"list","urls":["$U"],"eagerness":"immediate"}]}</script>',
      silent: true,
    },
    ...['127.0.0.1', '10.7.0.5'].flatMap((address): readonly Way[] => [
      {
        name: `reload of a page that is rebound to ${address}`,
        host: nameOf(address, 'late.r$P'),
        act: 'ownReload',
        html: rebinding(address),
        blocks: true,
      },
    ]),
  ],
};
