/**
 * Files that are none, and files that mean harm: a coded diagnostic, never a crash or a hang.
 */
import { readBpmn, writeBpmn } from '@kontor/bpm/bpmn-xml';
import { describe, expect, test } from 'vitest';
import { file, fileOf, readOne } from './xml.ts';

const codesOf = async (
  xml: string | Uint8Array,
  options?: Parameters<typeof readBpmn>[1],
): Promise<string[]> => {
  const { document, processes, diagnostics } = await readBpmn(xml, options);
  if (document === undefined) expect(processes).toEqual([]);
  return diagnostics.map(({ severity, code }) => `${severity} ${code}`);
};

describe('what cannot be read', () => {
  const bomb =
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><definitions id="&b;"/>';
  test.each([
    ['nothing', '', 'not-xml'],
    ['words', 'Dear Sir or Madam', 'not-xml'],
    ['an open element', '<definitions>', 'not-xml'],
    ['elements that cross', '<a><b></a></b>', 'not-xml'],
    ['another root', '<html/>', 'not-bpmn'],
    ['JSON', '{"a": 1}', 'not-xml'],
    ['a document type', `<?xml version="1.0"?>\n<!-- <x> -->${bomb}`, 'refused'],
    ['an external entity', '<!DOCTYPE d SYSTEM "file:///etc/passwd"><definitions/>', 'refused'],
    ['a text beyond the limit', fileOf(' '.repeat(10_000_001)), 'too-large'],
  ])('%s', async (_, xml, code) => {
    expect(await codesOf(xml)).toEqual([`error ${code}`]);
    expect(await codesOf(new TextEncoder().encode(xml))).toEqual([`error ${code}`]);
  });

  test('elements nested deeper than the limit', async () => {
    const nested = (depth: number): string =>
      fileOf(
        Array.from({ length: depth }, (_, at) => `<subProcess id="s${String(at)}">`).join('') +
          '</subProcess>'.repeat(depth),
      );
    expect(await codesOf(nested(100))).toEqual([]);
    expect(await codesOf(nested(300))).toEqual(['error too-deep']);
    expect(await codesOf(nested(20_000))).toEqual(['error too-deep']);
    expect(await codesOf(nested(10), { mostDepth: 5 })).toEqual(['error too-deep']);
  });
});

describe('encodings', () => {
  const text =
    '<?xml version="1.0" encoding="ISO-8859-1"?>' +
    fileOf('<task id="a" name="Prüfen"/>').slice(38);

  test('bytes are read as their declaration says', async () => {
    const { processes } = await readBpmn(Uint8Array.from(text, (sign) => sign.charCodeAt(0)));
    expect(processes[0]?.nodes).toEqual([{ kind: 'task', id: 'a', name: 'Prüfen' }]);
  });

  test('a text is what it is, whatever it declares', async () => {
    const { processes } = await readBpmn(text);
    expect(processes[0]?.nodes).toMatchObject([{ name: 'Prüfen' }]);
  });

  test.each([
    ['utf-16le', [0xff, 0xfe], (code: number) => [code & 255, code >> 8]],
    ['utf-16be', [0xfe, 0xff], (code: number) => [code >> 8, code & 255]],
    ['utf-16le without mark', [], (code: number) => [code & 255, code >> 8]],
  ])('%s', async (_, mark, bytesOf) => {
    const xml = fileOf('<task id="a" name="Prüfen"/>').replace('UTF-8', 'UTF-16');
    const bytes = Array.from(xml, (sign) => bytesOf(sign.charCodeAt(0))).flat();
    const { processes } = await readBpmn(Uint8Array.from([...mark, ...bytes]));
    expect(processes[0]?.nodes).toMatchObject([{ name: 'Prüfen' }]);
  });

  test('an encoding that nobody knows is an error, wrong bytes are a warning', async () => {
    const bytes = (xml: string): Uint8Array => Uint8Array.from(xml, (sign) => sign.charCodeAt(0));
    const unknown = fileOf('<task id="a"/>').replace('UTF-8', 'EBCDIC-77');
    expect(await codesOf(bytes(unknown))).toEqual(['error encoding']);
    const wrong = fileOf('<task id="a" name="Prüfen"/>');
    expect(await codesOf(bytes(wrong))).toEqual(['warning encoding']);
  });
});

describe('what is wrong inside', () => {
  test('content that BPMN has no place for is told, as it is not in the document', async () => {
    expect(await codesOf(fileOf('<task id="a"/><tusk id="b"/>'))).toEqual([
      'error unreadable-content',
    ]);
  });

  test('an id that is used twice is told', async () => {
    expect(await codesOf(fileOf('<task id="a"/><task id="a"/>'))).toEqual([
      'error unreadable-content',
    ]);
  });

  test('references that lead nowhere are told, and stay in the document', async () => {
    const xml = fileOf(
      '<boundaryEvent id="b" attachedToRef="gone"><signalEventDefinition signalRef="s"/>' +
        '</boundaryEvent><task id="a" default="f"><incoming>g</incoming></task>',
    );
    const { document, diagnostics } = await readBpmn(xml);
    const told = diagnostics.map(({ severity, code, path }) => `${severity} ${code} ${path}`);
    expect(told.toSorted()).toEqual([
      'error unresolved-reference b',
      'warning unresolved-reference a',
      'warning unresolved-reference a',
      'warning unresolved-reference b',
      'warning unresolved-reference b',
      'warning unsupported-element b.bpmn:SignalEventDefinition',
    ]);
    const again = await readBpmn(await writeBpmn(document!));
    expect(again.document).toEqual(document);
    expect(JSON.stringify(document)).toContain('"attachedToRef":"gone"');
    expect(JSON.stringify(document)).toContain('"incoming":["g"]');
  });

  test('a definition that is none is told by its place, and not given', async () => {
    const xml = fileOf(`<task id="a" name="${'x'.repeat(500)}"/>`);
    const { processes, diagnostics } = await readBpmn(xml);
    expect(processes).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: 'invalid-definition', path: 'p' }]);
    expect(diagnostics[0]?.message).toMatch(/^a\.name: /);
  });

  test('names of JavaScript are names like others', async () => {
    const { process } = await readOne(
      fileOf('<task id="constructor" name="__proto__"/><task id="toString"/>'),
    );
    expect(process.nodes.map(({ id }) => id)).toEqual(['constructor', 'toString']);
    expect(await codesOf(file('<process id="hasOwnProperty" __proto__="x"/>'))).toContain(
      'note missing-content',
    );
  });

  test('a wide file is read', async () => {
    const many = Array.from({ length: 5_000 }, (_, at) => `<task id="t${String(at)}"/>`).join('');
    const references = '<incoming>f</incoming>'.repeat(1_000);
    const { process } = await readOne(fileOf(`${many}<task id="a">${references}</task>`));
    expect(process.nodes).toHaveLength(5_001);
  });

  // Each of these took bpmn-moddle minutes, by the square of its size.
  test.each([
    ['references', fileOf(`<task id="a">${'<incoming>f</incoming>'.repeat(20_000)}</task>`)],
    [
      'namespaces',
      file('', Array.from({ length: 500 }, (_, at) => `xmlns:n${String(at)}="urn:n"`).join(' ')),
    ],
  ])('too many %s are refused', async (_, xml) => {
    expect(await codesOf(xml)).toEqual(['error too-large']);
  });

  test('a file with faults by the thousand is not read', async () => {
    const { document, diagnostics } = await readBpmn(fileOf('<task id="a"/>'.repeat(50_000)));
    expect(document).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: 'unreadable-content', severity: 'error' }]);
  });
});

describe('writeBpmn', () => {
  test.each([
    ['a type that BPMN does not have', { $type: 'bpmn:Nonsense' }],
    ['a namespace that nobody declared', { $type: 'acme:Thing' }],
    ['control signs', { $type: 'bpmn:Definitions', name: 'a\u0001b' }],
  ])('refuses %s', async (_, definitions) => {
    await expect(writeBpmn({ namespaces: {}, definitions })).rejects.toMatchObject({
      code: 'BPM_INVALID_DEFINITION',
    });
  });

  test('refuses a definition that is none, and one with flows to nowhere', async () => {
    await expect(writeBpmn({ id: '1', nodes: [], flows: [] })).rejects.toMatchObject({
      code: 'BPM_INVALID_DEFINITION',
    });
    const flows = [{ id: 'f', from: 'a', to: 'gone' }];
    const dangling = writeBpmn({ id: 'p', nodes: [{ kind: 'task', id: 'a' }], flows });
    await expect(dangling).rejects.toMatchObject({
      details: { issues: [{ code: 'unknown-target', path: 'f' }] },
    });
  });
});
