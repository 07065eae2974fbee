/** Executable content of SCXML, chapter 4 of the recommendation, and what sends carry. */
import type { Action, Branch, Payload, SendAction } from '../chart-model.ts';
import { compact, type Reading, textOrExpr, words } from './reading.ts';
import { elementsOf, innerText, type XmlElement } from './xml-tree.ts';

/** The content inside an element. */
export const readBlock = (reading: Reading, element: XmlElement): Action[] =>
  readActions(reading, elementsOf(element));

function readActions(reading: Reading, elements: readonly XmlElement[]): Action[] {
  return elements.flatMap((element) => {
    const action = readAction(reading, element);
    if (action === undefined) reading.unknown(element);
    return action ?? [];
  });
}

function readAction(reading: Reading, element: XmlElement): Action | undefined {
  const { attributes } = element;
  switch (element.name) {
    case 'raise':
      return { do: 'raise', event: reading.required(element, 'event') };
    case 'assign':
      return {
        do: 'assign',
        location: reading.required(element, 'location'),
        from: reading.source(element) ?? { value: null },
      };
    case 'send':
      return readSend(reading, element);
    case 'cancel':
      return {
        do: 'cancel',
        id: textOrExpr(element, 'sendid') ?? reading.required(element, 'sendid'),
      };
    case 'log':
      return readLog(attributes);
    case 'script':
      return { do: 'script', text: scriptText(reading, element) };
    case 'if':
      return { do: 'if', branches: readBranches(reading, element) };
    case 'foreach':
      return compact({
        do: 'foreach' as const,
        array: reading.required(element, 'array'),
        item: reading.required(element, 'item'),
        index: attributes['index'],
        content: readBlock(reading, element),
      });
    default:
      return undefined;
  }
}

/** The text of a script, in place or by `src`. */
export function scriptText(reading: Reading, element: XmlElement): string {
  const { src } = element.attributes;
  return src === undefined ? innerText(element) : reading.loaded(element, src);
}

function readBranches(reading: Reading, element: XmlElement): Branch[] {
  const parts: { cond: string | undefined; elements: XmlElement[] }[] = [
    { cond: reading.required(element, 'cond'), elements: [] },
  ];
  for (const inner of elementsOf(element)) {
    if (inner.name === 'elseif') {
      parts.push({ cond: reading.required(inner, 'cond'), elements: [] });
    } else if (inner.name === 'else') parts.push({ cond: undefined, elements: [] });
    else parts.at(-1)!.elements.push(inner);
  }
  return parts.map(({ cond, elements }) =>
    compact({ cond, content: readActions(reading, elements) }),
  );
}

function readSend(reading: Reading, element: XmlElement): SendAction {
  const { attributes } = element;
  return compact({
    do: 'send' as const,
    event: textOrExpr(element, 'event'),
    target: textOrExpr(element, 'target'),
    type: textOrExpr(element, 'type'),
    id: attributes['id'],
    idLocation: attributes['idlocation'],
    delay: textOrExpr(element, 'delay'),
    ...readPayload(reading, element),
  });
}

/** What goes with a send, an invocation or a done event. */
export function readPayload(reading: Reading, element: XmlElement): Payload {
  const inner = elementsOf(element);
  const params = inner
    .filter(({ name }) => name === 'param')
    .map((param) => ({
      name: reading.required(param, 'name'),
      expr: param.attributes['expr'] ?? reading.required(param, 'location'),
    }));
  const content = inner.find(({ name }) => name === 'content');
  return compact({
    params: params.length === 0 ? undefined : params,
    namelist: words(element.attributes['namelist']),
    content: content && (reading.source(content) ?? { text: '' }),
  });
}

/** An empty `expr` has nothing to compute: W3C test 307 logs a label alone so. */
const readLog = ({ label, expr }: Readonly<Record<string, string | undefined>>): Action =>
  compact({ do: 'log' as const, label, expr: expr?.trim() === '' ? undefined : expr });
