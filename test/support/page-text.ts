const ESCAPES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/** What is read of some markup, as one line: its texts, with a space for each run of tags. */
export function pageText(markup: string): string {
  return markup
    .replaceAll(/<script[\s\S]*?<\/script>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (escape) => ESCAPES[escape] ?? escape)
    .replaceAll(/\s+/g, ' ')
    .trim();
}
