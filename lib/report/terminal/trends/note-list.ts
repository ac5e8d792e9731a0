import type { Annotation } from '../../../core/record/annotation.ts';
import { glyphsOf, type Line, renderLine, type Screen, span } from '../text/styled-line.ts';
import { paragraph } from '../text/wrap-line.ts';
import { formatMinute } from '../../format/instant.ts';

/** Notes, oldest first: when, what, about which journey, by whom. */
export function renderNotes(notes: readonly Annotation[], screen: Screen): readonly string[] {
  if (notes.length === 0) return ['No notes in this time.'];

  return notes.flatMap((note) => renderNote(note, screen));
}

/** One note, such as one that was just stored. */
export function renderNote(
  { at, text, journey, kind, by }: Annotation,
  screen: Screen,
): readonly string[] {
  const separator = span(` ${glyphsOf(screen).separator} `, 'dim');
  const about = journey === '*' ? 'all journeys' : journey;
  const words: Line = [
    span(text),
    separator,
    span(about, 'dim'),
    ...(kind === 'deploy' ? [separator, span('deploy', 'cyan')] : []),
    ...(by === null ? [] : [separator, span(by, 'dim')]),
  ];

  return paragraph([span(`${formatMinute(at)}  `, 'dim')], words, screen).map((line) =>
    renderLine(line, screen),
  );
}
