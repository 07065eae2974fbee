/**
 * The lines of the opening tags of a text, in one pass.
 *
 * The reader of XML counts lines from the start of the text whenever it is asked for one; asked at
 * each tag, it takes minutes for a text of two megabytes.
 */

/** Things that are no tags, by how they begin, with how they end. */
const PASSED_OVER = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
  ['</', '>'],
] as const;

/** For each opening tag, in order, its line from 1; up to where the text breaks off. */
export function tagLines(xml: string): number[] {
  const lines: number[] = [];
  let line = 1;
  let counted = 0;
  for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at)) {
    const other = PASSED_OVER.find(([begin]) => xml.startsWith(begin, at));
    if (other === undefined) {
      line += breaksIn(xml, counted, at);
      counted = at;
      lines.push(line);
    }
    const end = other === undefined ? endOfTag(xml, at) : xml.indexOf(other[1], at);
    if (end < 0) break;
    at = end + 1;
  }
  return lines;
}

/** Line breaks from one place to another: `\n`, `\r\n` or `\r`. */
function breaksIn(xml: string, from: number, to: number): number {
  let breaks = 0;
  for (let at = from; at < to; at++) {
    const code = xml.charCodeAt(at);
    if (code === 10 || (code === 13 && xml.charCodeAt(at + 1) !== 10)) breaks += 1;
  }
  return breaks;
}

/** Where the `>` of a tag stands: not in a quoted value. −1: nowhere. */
function endOfTag(xml: string, from: number): number {
  let quote = '';
  for (let at = from; at < xml.length; at++) {
    const letter = xml[at]!;
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === '>') return at;
    else if (letter === '"' || letter === "'") quote = letter;
  }
  return -1;
}
