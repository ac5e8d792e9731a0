/** Pages with what the demo shop has none of: menus, all kinds of fields, shortcuts, frames. */

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title} · Land registry</title><link rel="icon" href="data:,">
<style>body{font:16px sans-serif;margin:0}header{padding:12px;background:#eee;position:relative}main{padding:16px}
.menu{display:inline-block;position:relative}.menu ul{display:none;position:absolute;left:0;top:100%;background:#fff;border:1px solid;margin:0;padding:12px;list-style:none;z-index:2}
.menu:hover ul{display:block}form{display:grid;gap:12px;max-width:420px}dialog{padding:24px}#plots li{padding:6px}#far{margin-top:1600px}</style></head>
<body><header><a href="/">Land registry</a> <nav aria-label="Services" class="menu"><span>Services</span><ul><li><a href="/register">Register a plot</a></li><li><a href="/desk">Surveyor's desk</a></li></ul></nav></header><main>${body}</main></body></html>`;
}

/** The front page. */
export function homePage(): string {
  return page('Welcome', '<h1>Land registry</h1><p>Where every plot has its place.</p>');
}

/** All kinds of fields. */
export function registerPage(): string {
  return page(
    'Register',
    `<h1>Register a plot</h1><form method="post" action="/register">
<label for="owner">Owner</label><input id="owner" name="owner" required>
<label for="mail">E-mail address</label><input id="mail" name="mail" type="email" placeholder="you@example.org">
<label for="pin">Password</label><input id="pin" name="password" type="password">
<label>County <select name="county"><option value="">Choose</option><option value="kent">Kent</option><option value="essex">Essex</option></select></label>
<fieldset><legend>Use</legend><label><input type="radio" name="use" value="farm"> Farm</label><label><input type="radio" name="use" value="house"> House</label></fieldset>
<label><input type="checkbox" name="fenced"> It has a fence</label>
<label for="notes">Remarks</label><textarea id="notes" name="notes"></textarea>
<button>Submit the form</button></form>`,
  );
}

/** What was registered. */
export function plotPage(id: string, fields: URLSearchParams): string {
  const shown = ['owner', 'county', 'use', 'fenced', 'notes'].map(
    (name) => `<dt>${name}</dt><dd>${escaped(fields.get(name) ?? '-')}</dd>`,
  );

  return page('Registered', `<h1>Plot ${escaped(id)}</h1><dl>${shown.join('')}</dl>`);
}

/** Double clicks, menus of the right button, shortcuts, a frame, and something far below. */
export function deskPage(): string {
  return page(
    'Desk',
    `<h1>Surveyor's desk</h1><ul id="plots"><li tabindex="0">North meadow</li><li tabindex="0">Mill lane</li></ul>
<p role="status" id="said"></p><div id="menu" hidden><button>Archive</button></div>
<dialog id="finder" aria-label="Find a plot"><label>Plot <input id="plot"></label><button id="close">Close</button></dialog>
<iframe title="Map" width="300" height="120" src="/map"></iframe>
<div id="far"><button id="more">Load more</button><ol id="list"></ol></div>
<script>
const said = document.getElementById('said'), menu = document.getElementById('menu'), finder = document.getElementById('finder');
for (const row of document.querySelectorAll('#plots li')) {
  row.addEventListener('dblclick', () => { said.textContent = 'Opened ' + row.textContent; });
  row.addEventListener('contextmenu', (event) => { event.preventDefault(); menu.hidden = false; });
}
menu.addEventListener('click', () => { menu.hidden = true; said.textContent = 'Archived'; });
addEventListener('keydown', (event) => { if (event.ctrlKey && event.key === 'k') { event.preventDefault(); finder.showModal(); } });
document.getElementById('close').addEventListener('click', () => { finder.close(); said.textContent = 'Found ' + document.getElementById('plot').value; });
document.getElementById('more').addEventListener('click', () => { setTimeout(() => { document.getElementById('list').innerHTML = '<li>Plot 1</li><li>Plot 2</li><li>Plot 3</li>'; }, 50); });
</script>`,
  );
}

/** What the desk's frame shows. */
export function mapPage(): string {
  return `<!doctype html><title>Map</title><button id="zoom">Zoom in</button> <output id="scale">1:5000</output><script>
document.getElementById('zoom').addEventListener('click', () => { document.getElementById('scale').textContent = '1:2500'; });</script>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
