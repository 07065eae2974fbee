/** Text that stands in SVG and HTML: escaped, and cut into lines. */

/** Safe between tags and inside quoted attributes. Signs that XML does not have are left out. */
export function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Lines of at most so many signs, at most three; what is left over ends in `…`. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/u)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const cut = lines.map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line));
  return cut.length <= 3 ? cut : [...cut.slice(0, 2), `${cut[2]!.slice(0, width - 2)}…`];
}
