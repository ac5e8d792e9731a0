import { readBytes } from './exchange.ts';
import { escapeHtml } from './html.ts';
import type { PartRoutes, PartVisit } from './part-visit.ts';

/** Field notes: a page with a file upload that shows what it found in the file. */
export const FIELD_NOTES_ROUTES: PartRoutes = {
  'GET /field-notes': (visit) => show(visit, ''),
  'POST /field-notes': takeNotes,
};

async function takeNotes(visit: PartVisit): Promise<void> {
  const headers = { 'content-type': visit.request.headers['content-type'] ?? '' };
  const bytes = await readBytes(visit.request);
  const notes = (await new Response(bytes, { headers }).formData()).get('notes');
  if (notes === null || typeof notes === 'string') {
    show(visit, '<p role="alert" class="note">Expected a file</p>');

    return;
  }
  const kept = visit.panel.isBroken('upload') ? Math.floor(notes.size / 2) : notes.size;
  const rows = (await notes.slice(0, kept).text()).split('\n').filter((row) => row !== '');
  const said = `${escapeHtml(notes.name)}: ${rows.length - 1} readings, ${kept} bytes`;
  show(visit, `<p role="status" class="note">${said}</p>`);
}

function show(visit: PartVisit, said: string): void {
  const body = `<h1>Field notes</h1>${said}<form class="stack" method="post" enctype="multipart/form-data">
<label>Your readings, as CSV <input type="file" name="notes" accept=".csv,text/csv" required></label>
<button>Send</button></form>`;
  visit.show({ title: 'Field notes', body });
}
