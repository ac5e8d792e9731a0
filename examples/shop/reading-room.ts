import { CATALOGUE } from './catalogue.ts';
import { escapeHtml } from './html.ts';
import type { PartVisit } from './part-visit.ts';

const ROOT = '/reading-room';

/** The reading room: a single-page application with client-side routes (history API). */
export function answerReadingRoom({ request, url, show }: PartVisit): boolean {
  const isInside = url.pathname === ROOT || url.pathname.startsWith(`${ROOT}/`);
  if (request.method !== 'GET' || !isInside) return false;
  show({ title: 'Reading room', body: BODY });

  return true;
}

const LINKS = CATALOGUE.map(
  ({ id, name }) => `<li><a href="${ROOT}/${id}">${escapeHtml(name)}</a></li>`,
).join('');

const BODY = `<div id="room"></div><template id="list"><h1>Reading room</h1><p>What the makers say of each instrument.</p><ul>${LINKS}</ul></template>
<script>
const room = document.getElementById('room');
const list = document.getElementById('list');
async function draw() {
  const id = location.pathname.slice('${ROOT}/'.length);
  if (id === '') { room.replaceChildren(list.content.cloneNode(true)); return; }
  room.innerHTML = '<p role="status">One moment</p>';
  const response = await fetch('/api/products/' + encodeURIComponent(id));
  const heading = document.createElement('h1');
  const text = document.createElement('p');
  const product = response.ok ? await response.json() : { name: 'Not found', description: 'No such leaf.' };
  heading.textContent = product.name;
  text.textContent = product.description;
  if (location.pathname === '${ROOT}/' + id) room.replaceChildren(heading, text);
}
document.addEventListener('click', (event) => {
  const link = event.target.closest('#room a');
  if (link === null || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  history.pushState(null, '', link.href);
  draw();
});
addEventListener('popstate', draw);
draw();
</script>`;
