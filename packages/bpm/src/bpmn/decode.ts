/**
 * Bytes to text, by the byte order mark or the XML declaration.
 *
 * Method: XML 1.0, appendix F. Six of the 21 reference models of the BPMN Model Interchange Working
 * Group are ISO-8859-1.
 */
import type { BpmnDiagnostic, BpmnDiagnosticCode } from './diagnostic.ts';

/** The text, if it may be parsed, and what is to be said of it. */
export interface Decoded {
  readonly text: string | undefined;
  readonly diagnostics: readonly BpmnDiagnostic[];
}

const fault = (code: BpmnDiagnosticCode, message: string): BpmnDiagnostic => ({
  code,
  severity: 'error',
  path: 'definitions',
  message,
});

/** Reads bytes as the encoding they name; a text beyond the limit is refused. */
export function decode(xml: string | Uint8Array, mostCharacters: number): Decoded {
  if (xml.length > mostCharacters * (typeof xml === 'string' ? 1 : 4)) {
    return refuse('too-large', tooLarge(xml.length, mostCharacters));
  }
  const { text, diagnostics } =
    typeof xml === 'string' ? { text: xml, diagnostics: [] } : decodeBytes(xml);
  if (text === undefined) return { text, diagnostics };
  if (text.length > mostCharacters) {
    return refuse('too-large', tooLarge(text.length, mostCharacters));
  }
  return { text: text.replace(/^\uFEFF/, ''), diagnostics };
}

const refuse = (code: BpmnDiagnosticCode, message: string): Decoded => ({
  text: undefined,
  diagnostics: [fault(code, message)],
});

const tooLarge = (found: number, most: number): string =>
  `It has ${found} characters or bytes, more than ${most}. Split it, or raise mostCharacters.`;

function decodeBytes(bytes: Uint8Array): Decoded {
  const encoding = encodingOf(bytes);
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), diagnostics: [] };
  } catch (error) {
    // A RangeError says that there is no such encoding, a TypeError that the bytes are not of it.
    if (error instanceof RangeError) {
      const message = `The encoding '${encoding}' is unknown. Save the file as UTF-8.`;
      return refuse('encoding', message);
    }
    const message = `Some bytes are not ${encoding}, as the file says. Save it again as UTF-8.`;
    const text = new TextDecoder(encoding).decode(bytes);
    return { text, diagnostics: [{ ...fault('encoding', message), severity: 'warning' }] };
  }
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0 && second === 0x3c) return 'utf-16be';
  if (first === 0x3c && second === 0) return 'utf-16le';
  const start = String.fromCharCode(...bytes.subarray(0, 200));
  return /^[^<]*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1] ?? 'utf-8';
}
