import { htmlWays, type WayGroup } from './way.ts';

const HREF = 'xlink:href';
const SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';

/** Elements that load something. */
export const ELEMENTS: WayGroup = {
  name: 'elements',
  how: 'together',
  ways: [
    ...htmlWays({
      img: '<img src="$U">',
      'img srcset': '<img srcset="$U 1x, $U?2 2x">',
      picture: '<picture><source srcset="$U"><img></picture>',
      'lazy img': '<img loading="lazy" width=9 height=9 src="$U">',
      'async img': '<img decoding="async" fetchpriority="high" src="$U">',
      'cors img': '<img crossorigin src="$U">',
      script: '<script src="$U"></script>',
      'deferred script': '<script defer src="$U"></script>',
      'module script': '<script type="module" src="$U"></script>',
      'import map': `<script type="importmap">{"imports":{"x":"$U"}}</script><script type="module">import "x"</script>`,
      stylesheet: '<link rel="stylesheet" href="$U">',
      'print stylesheet': '<link rel="stylesheet" media="print" href="$U">',
      'alternate stylesheet': '<link rel="alternate stylesheet" title="x" href="$U">',
      'preload image': '<link rel="preload" as="image" href="$U">',
      'preload font': '<link rel="preload" as="font" crossorigin href="$U">',
      'preload fetch': '<link rel="preload" as="fetch" crossorigin href="$U">',
      modulepreload: '<link rel="modulepreload" href="$U">',
      prefetch: '<link rel="prefetch" href="$U">',
      iframe: '<iframe src="$U"></iframe>',
      'iframe of an iframe': `<iframe srcdoc='<iframe src="$U"></iframe>'></iframe>`,
      'sandboxed iframe': '<iframe sandbox src="$U"></iframe>',
      'iframe of data': `<iframe src='data:text/html,<img src="$U">'></iframe>`,
      'srcdoc img': `<iframe srcdoc='<img src="$U">'></iframe>`,
      'credentialless iframe': '<iframe credentialless src="$U"></iframe>',
      frameset: '<frameset><frame src="$U"></frameset>',
      object: '<object data="$U"></object>',
      'object of a type': '<object type="text/html" data="$U"></object>',
      'object as image': '<object type="image/png" data="$U"></object>',
      embed: '<embed src="$U">',
      'embed as svg': '<embed type="image/svg+xml" src="$U">',
      video: '<video preload="auto" src="$U"></video>',
      'video source': '<video preload="auto"><source src="$U" type="video/mp4"></video>',
      'video poster': '<video poster="$U"></video>',
      audio: '<audio preload="auto" src="$U"></audio>',
      track:
        '<video crossorigin src="data:video/mp4,x"><track default kind="captions" src="$U"></video><script>document.querySelector("track").track.mode="showing"</script>',
      'image input': '<input type="image" src="$U">',
      'body background': '<body background="$U">',
      'table background': '<table background="$U"><td>x</table>',
      'svg image': `<svg ${SVG}><image href="$U" width="9" height="9"/></svg>`,
      'svg image by xlink': `<svg ${SVG}><image ${HREF}="$U" width="9" height="9"/></svg>`,
      'svg filter image': `<svg ${SVG}><filter id="f"><feImage href="$U"/></filter><rect width="9" height="9" filter="url(#f)"/></svg>`,
      'svg script': `<svg ${SVG}><script href="$U"></script></svg>`,
      'svg pattern image': `<svg ${SVG}><pattern id="p" width="9" height="9"><image href="$U" width="9" height="9"/></pattern><rect width="9" height="9" fill="url(#p)"/></svg>`,
      base: '<base href="$U/"><img src="relative.png">',
      'meta refresh of a frame': '<meta http-equiv="refresh" content="0;url=$U">',
      'form of a frame': '<form action="$U"></form><script>document.forms[0].submit()</script>',
      'form post of a frame':
        '<form method="post" action="$U"><input name="a" value="b"></form><script>document.forms[0].submit()</script>',
      'form post of text':
        '<form method="post" enctype="text/plain" action="$U"><input name="a" value="b"></form><script>document.forms[0].submit()</script>',
      'form to a frame':
        '<iframe name="f"></iframe><form method="post" enctype="multipart/form-data" target="f" action="$U"></form><script>document.forms[0].submit()</script>',
      'formaction of a button':
        '<form><button id="b" formaction="$U"></button></form><script>b.click()</script>',
      'svg link': `<svg ${SVG}><a id="l" href="$U"><text>x</text></a></svg><script>l.dispatchEvent(new MouseEvent('click'))</script>`,
      'area of a map': '<map name="m"><area id="r" href="$U"></map><script>r.click()</script>',
      'link of a frame': '<a id="l" href="$U">x</a><script>l.click()</script>',
      'link to a frame':
        '<iframe name="f"></iframe><a id="l" target="f" href="$U">x</a><script>l.click()</script>',
      'view of data in svg': `<img src='data:image/svg+xml,<svg ${SVG}><image href="$U"/></svg>'><svg ${SVG}><image href="$U"/></svg>`,
      ping: '<a id="l" href="#x" ping="$U">x</a><script>l.click()</script>',
      'attribution source': '<img attributionsrc="$U" src="$U?i">',
    }),
    ...htmlWays({
      preconnect: '<link rel="preconnect" href="$U">',
      'preconnect with cors': '<link rel="preconnect" crossorigin href="$U">',
      'dns prefetch': '<link rel="dns-prefetch" href="$U">',
      favicon: '<link rel="icon" href="$U">',
      manifest: '<link rel="manifest" href="$U">',
      prerender: '<link rel="prerender" href="$U">',
      portal: '<portal src="$U"></portal>',
      'fenced frame': '<fencedframe src="$U"></fencedframe>',
      'svg use': `<svg ${SVG}><use href="$U#x"/></svg>`,
      'search description':
        '<link rel="search" type="application/opensearchdescription+xml" href="$U">',
    }).map((way) => ({ ...way, silent: true })),
  ],
};
