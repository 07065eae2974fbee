/**
 * From an SCXML text to a chart's normal form.
 *
 * What a chart can't say is told; with an error there is no definition. Whether the definition
 * makes sense is the question of `compileChart`.
 *
 * @source W3C SCXML 1.0, chapters 3 to 6
 */
import type {
  Action,
  ChartDefinition,
  ChartState,
  ChartTransition,
  Datum,
  Initial,
  Invocation,
} from '../chart-model.ts';
import type { ScxmlDiagnostic } from './diagnostic.ts';
import { readBlock, readPayload, scriptText } from './read-content.ts';
import { compact, Reading, type ScxmlOptions, textOrExpr, words } from './reading.ts';
import { elementsOf, readXml, type XmlElement } from './xml-tree.ts';

/** What came of a text. */
export interface ScxmlRead {
  /** Undefined where an error was found. */
  readonly definition: ChartDefinition | undefined;
  readonly diagnostics: readonly ScxmlDiagnostic[];
}

/** Reads an SCXML text. */
export function fromScxml(xml: string, options: ScxmlOptions = {}): ScxmlRead {
  const read = readXml(xml);
  if (read.root === undefined) {
    return { definition: undefined, diagnostics: [read.diagnostic] };
  }
  const reading = new Reading(options);
  if (read.root.name !== 'scxml') {
    reading.error(read.root, 'no-chart', `The root is <${read.root.name}>. Give an <scxml>.`);
  }
  const chart = readChart(reading, read.root);
  const { diagnostics } = reading;
  const isWrong = diagnostics.some(({ severity }) => severity === 'error');
  return { definition: isWrong ? undefined : chart, diagnostics };
}

const STATES = new Set(['state', 'parallel', 'final', 'history']);

function readChart(reading: Reading, root: XmlElement): ChartDefinition {
  const { name, datamodel, binding, initial } = root.attributes;
  const inner = elementsOf(root);
  for (const element of inner) {
    const isKnown = STATES.has(element.name) || /^(?:datamodel|script|initial)$/.test(element.name);
    if (!isKnown) reading.unknown(element);
  }
  const scripts = inner.filter((each) => each.name === 'script');
  return compact({
    id: name !== undefined && /^[\p{L}_][\p{L}\p{N}_.-]{0,127}$/u.test(name) ? name : 'chart',
    name,
    language: datamodel ?? reading.options.language,
    binding: binding === 'late' ? ('late' as const) : undefined,
    data: readData(reading, root),
    scripts: orNone(scripts.map((each) => scriptText(reading, each))),
    initial: readInitial(reading, root, initial),
    states: readStates(reading, root),
  });
}

const orNone = <T>(list: T[]): T[] | undefined => (list.length === 0 ? undefined : list);

const readStates = (reading: Reading, element: XmlElement): ChartState[] =>
  elementsOf(element)
    .filter(({ name }) => STATES.has(name))
    .map((each) => readState(reading, each));

function readState(reading: Reading, element: XmlElement): ChartState {
  const kind = element.name as ChartState['kind'];
  const id = element.attributes['id'] ?? reading.nextId();
  if (kind === 'history') return readHistory(reading, element, id);
  const inner = (name: string): XmlElement[] =>
    elementsOf(element).filter((each) => each.name === name);
  for (const each of elementsOf(element)) if (!IN_STATE.has(each.name)) reading.unknown(each);
  const blocks = (name: string): Action[][] | undefined =>
    orNone(inner(name).map((each) => readBlock(reading, each)));
  const [done] = inner('donedata');
  return compact({
    id,
    kind,
    initial: readInitial(reading, element, element.attributes['initial']),
    data: readData(reading, element),
    onentry: blocks('onentry'),
    onexit: blocks('onexit'),
    transitions: orNone(inner('transition').map((each) => readTransition(reading, each))),
    invokes: orNone(inner('invoke').map((each) => readInvoke(reading, each))),
    states: orNone(readStates(reading, element)),
    done: done && readPayload(reading, done),
  });
}

const IN_STATE = new Set([
  ...STATES,
  'initial',
  'datamodel',
  'onentry',
  'onexit',
  'transition',
  'invoke',
  'donedata',
]);

function readHistory(reading: Reading, element: XmlElement, id: string): ChartState {
  const transition = elementsOf(element).find(({ name }) => name === 'transition');
  return compact({
    id,
    kind: 'history' as const,
    deep: element.attributes['type'] === 'deep' ? (true as const) : undefined,
    initial: transition && initialOf(reading, transition),
  });
}

function readInitial(
  reading: Reading,
  element: XmlElement,
  attribute: string | undefined,
): Initial | undefined {
  const targets = words(attribute);
  if (targets !== undefined) return { targets };
  const initial = elementsOf(element).find(({ name }) => name === 'initial');
  const transition = initial && elementsOf(initial).find(({ name }) => name === 'transition');
  return transition && initialOf(reading, transition);
}

function initialOf(reading: Reading, transition: XmlElement): Initial {
  return compact({
    targets: words(reading.required(transition, 'target')) ?? [],
    content: orNone(readBlock(reading, transition)),
  });
}

function readTransition(reading: Reading, element: XmlElement): ChartTransition {
  const { event, cond, target, type } = element.attributes;
  return compact({
    events: words(event),
    cond,
    targets: words(target),
    internal: type === 'internal' ? (true as const) : undefined,
    content: orNone(readBlock(reading, element)),
  });
}

function readData(reading: Reading, element: XmlElement): Datum[] | undefined {
  const data = elementsOf(element)
    .filter(({ name }) => name === 'datamodel')
    .flatMap((model) => elementsOf(model));
  return orNone(
    data.map((each) => compact({ id: reading.required(each, 'id'), from: reading.source(each) })),
  );
}

function readInvoke(reading: Reading, element: XmlElement): Invocation {
  const { id, idlocation, autoforward } = element.attributes;
  const inner = elementsOf(element);
  const content = inner.find(({ name }) => name === 'content');
  const chart = content && elementsOf(content).find(({ name }) => name === 'scxml');
  const finalize = inner.find(({ name }) => name === 'finalize');
  const { content: value, ...payload } = readPayload(reading, element);
  return compact({
    type: textOrExpr(element, 'type'),
    id,
    idLocation: idlocation,
    src: textOrExpr(element, 'src'),
    chart: chart && readChart(reading, chart),
    ...payload,
    content: chart === undefined ? value : undefined,
    autoforward: autoforward === 'true' ? (true as const) : undefined,
    finalize: finalize && readBlock(reading, finalize),
  });
}
