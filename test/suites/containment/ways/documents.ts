import type { Way, WayGroup } from './way.ts';

const LINK = '<a id="go" href="$U">go</a>';

/** Documents of the page and of its windows: each ends the run as `security.blocked`. */
export const DOCUMENTS: WayGroup = {
  name: 'documents',
  how: 'alone',
  ways: (
    [
      { name: 'page.goto', act: 'goto' },
      { name: 'page.goto that is caught', act: 'gotoCaught' },
      { name: 'page.goto of a new page', act: 'newPage' },
      { name: 'page.goto in evaluate', act: 'evaluate' },
      { name: 'click on a link', act: 'click', html: LINK },
      {
        name: 'click that opens a window',
        act: 'click',
        html: LINK.replace('<a', '<a target="_blank"'),
      },
      {
        name: 'click that opens an unrelated window',
        act: 'click',
        html: LINK.replace('<a', '<a target="_blank" rel="noopener noreferrer"'),
      },
      {
        name: 'click that opens a named window',
        act: 'click',
        html: LINK.replace('<a', '<a target="other"'),
      },
      {
        name: 'window.open',
        act: 'click',
        html: `<button id="go" onclick="window.open('$U')">go</button>`,
      },
      {
        name: 'window.open of a small window',
        act: 'click',
        html: `<button id="go" onclick="window.open('$U','w','width=9,height=9,noopener')">go</button>`,
      },
      {
        name: 'window that is sent away',
        act: 'click',
        html: `<button id="go" onclick="const w=window.open('about:blank');setTimeout(()=>w.location='$U',50)">go</button>`,
      },
      {
        name: 'window that is redirected',
        act: 'click',
        html: `<button id="go" onclick="window.open('$B/go')">go</button>`,
        files: { go: { status: 302, headers: { location: '$U' } } },
      },
      {
        name: 'window that writes a refresh',
        act: 'click',
        html: `<button id="go" onclick="const d=window.open('').document;d.write('<meta http-equiv=refresh content=0;url=$U>');d.close()">go</button>`,
      },
      {
        name: 'window that posts a form',
        act: 'click',
        html: '<form target="_blank" method="post" action="$U"><input name="a" value="b"><button id="go">go</button></form>',
      },
      { name: 'form', act: 'click', html: '<form action="$U"><button id="go">go</button></form>' },
      {
        name: 'form that posts',
        act: 'click',
        html: '<form method="post" action="$U"><input name="a" value="b"><button id="go">go</button></form>',
      },
      {
        name: 'form that is redirected',
        act: 'click',
        html: '<form method="post" action="$B/go"><button id="go">go</button></form>',
        files: { go: { status: 307, headers: { location: '$U' } } },
      },
      {
        name: 'form that a script sends',
        html: '<form id="f" method="post" action="$U"></form><script>f.requestSubmit()</script>',
      },
      { name: 'location', script: 'setTimeout(() => { location = "$U" })' },
      { name: 'location.replace', script: 'location.replace("$U")' },
      {
        name: 'location.assign after a while',
        script: 'setTimeout(() => location.assign("$U"), 200)',
      },
      { name: 'navigation.navigate', script: 'navigation.navigate("$U")' },
      { name: 'script link', html: '<a id="l" href="$U"></a><script>l.click()</script>' },
      {
        name: 'top location of a frame',
        html: '<iframe srcdoc=\'<script>top.location="$U"</script>\'></iframe>',
      },
      { name: 'meta refresh', html: '<meta http-equiv="refresh" content="0;url=$U">' },
      { name: 'refresh header', html: 'x', headers: { refresh: '0; url=$U' } },
      ...[301, 302, 303, 307, 308].map((status): Way => ({
        name: `document redirected by ${status}`,
        status,
        html: '',
        headers: { location: '$U' },
      })),
      {
        name: 'document redirected six times',
        status: 302,
        html: '',
        headers: { location: '$B/1' },
        files: {
          1: { status: 301, headers: { location: '$B/2' } },
          2: { status: 302, headers: { location: '$B/3' } },
          3: { status: 303, headers: { location: '$B/4' } },
          4: { status: 307, headers: { location: '$B/5' } },
          5: { status: 308, headers: { location: '$U' } },
        },
      },
      {
        name: 'back to a redirect',
        html: '<script>history.pushState(1,"","?2");history.back();setTimeout(()=>{location="$B/go"},50)</script>',
        files: { go: { status: 302, headers: { location: '$U', 'cache-control': 'no-store' } } },
      },
      { name: 'text typed into the address', act: 'setContent', html: '' },
      { name: 'page of the devtools protocol', act: 'cdpNavigate' },
      {
        name: 'download',
        act: 'click',
        html: LINK.replace('<a', '<a download="x"'),
        blocks: false,
      },
    ] satisfies readonly Way[]
  ).map((way: Way) => ({ blocks: true, ...way })),
};
