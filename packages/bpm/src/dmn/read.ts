/**
 * DMN 1.1 to 1.5 XML in: `parseDmn(xml) → { model, diagnostics }`.
 *
 * Drawings and the extensions of vendors are not read; sources and authorities of knowledge are
 * documentation and left out in silence. Everything else that the model cannot hold is told.
 */
import type {
  DecisionModelInput,
  DecisionService,
  ItemDefinition,
  Reference,
} from '../decision/model.ts';
import type { DmnDiagnostic, DmnDiagnosticCode } from './diagnostic.ts';
import { readBoxIn, readFunction } from './read-boxed.ts';
import { Reading } from './reading.ts';
import { childOf, childrenOf, readXml, Unread, type XmlElement } from './xml.ts';

/** How a file is read. */
export interface ParseDmnOptions {
  /** A longer text is refused; 10,000,000 when left out. */
  readonly mostCharacters?: number;
  /** Elements nested deeper are refused; 200 when left out. */
  readonly mostDepth?: number;
}

/** What a file holds. */
export interface ParseDmnResult {
  /** The model, for `compileDecisions`; undefined where the file could not be read at all. */
  readonly model: DecisionModelInput | undefined;
  /** Everything that the model does not say as the file does. */
  readonly diagnostics: readonly DmnDiagnostic[];
}

/** The namespaces of DMN 1.1, 1.2, 1.3, 1.4 and 1.5. */
const DMN =
  /^https?:\/\/www\.omg\.org\/spec\/DMN\/(?:20151101|20180521|20191111|20211108|20230324)\//;

/**
 * Reads DMN XML. A file that cannot be read gives an error among the diagnostics; nothing is
 * thrown, and nothing is loaded from elsewhere: models that it imports are read by themselves.
 *
 * @example
 * const { model, diagnostics } = parseDmn(xml);
 */
export function parseDmn(
  xml: string,
  { mostCharacters = 10_000_000, mostDepth = 200 }: ParseDmnOptions = {},
): ParseDmnResult {
  if (xml.length > mostCharacters) {
    return unread('too-large', `It is longer than ${mostCharacters} characters. Split it.`);
  }
  try {
    const definitions = readXml(xml, mostDepth);
    if (definitions.name !== 'definitions' || !DMN.test(definitions.namespace)) {
      const message = 'Its root is not <definitions> of DMN 1.1 to 1.5. Export it so.';
      return unread('not-dmn', message);
    }
    const reading = new Reading(definitions);
    const model = readModel(definitions, reading);
    return { model, diagnostics: reading.diagnostics };
  } catch (error) {
    if (!(error instanceof Unread)) throw error;
    return unread(error.code, error.message);
  }
}

function unread(code: DmnDiagnosticCode, message: string): ParseDmnResult {
  const path = 'definitions';
  return { model: undefined, diagnostics: [{ code, severity: 'error', path, message }] };
}

function readModel(definitions: XmlElement, reading: Reading): DecisionModelInput {
  const every = <T>(name: string, read: (element: XmlElement) => T): T[] =>
    childrenOf(definitions, name).map((element) => reading.at(element, () => read(element)));
  return {
    name: definitions.attributes['name'] ?? 'decisions',
    namespace: reading.namespace,
    imports: every('import', (element) => readImport(element, reading)).flat(),
    types: every('itemDefinition', (item) => readItem(item, reading)),
    inputs: every('inputData', (element) => head(element, reading)),
    decisions: every('decision', (element) => readDecision(element, reading)),
    knowledge: every('businessKnowledgeModel', (element) => ({
      ...head(element, reading),
      requires: requirementsOf(element, reading),
      ...logicOf(element, reading),
    })),
    services: every('decisionService', (element) => readService(element, reading)),
  };
}

/** Id, name and type of an element. */
function head(element: XmlElement, reading: Reading): { id?: string; name: string; type?: string } {
  const variable = childOf(element, 'variable');
  return { ...reading.id(element), name: reading.name(element), ...reading.type(variable) };
}

function readImport(
  { attributes }: XmlElement,
  reading: Reading,
): { name: string; namespace: string }[] {
  const { importType = '', namespace = '', name = '' } = attributes;
  if (DMN.test(importType)) return [{ name: name.trim(), namespace }];
  const message = `'${importType}' is not imported. Put what is needed into a DMN model.`;
  reading.tell('unsupported-element', message);
  return [];
}

function readItem(item: XmlElement, reading: Reading): ItemDefinition {
  const components = childrenOf(item, 'itemComponent');
  const functionItem = childOf(item, 'functionItem');
  const typeRef = childOf(item, 'typeRef');
  const allowed = reading.text(childOf(item, 'allowedValues'));
  const constraint = reading.text(childOf(item, 'typeConstraint'));
  return {
    name: reading.name(item),
    ...reading.type(typeRef, typeRef?.text),
    ...(allowed !== undefined && { allowed }),
    ...(constraint !== undefined && { constraint }),
    ...(item.attributes['isCollection'] === 'true' && { isCollection: true }),
    ...(components.length > 0 && { components: components.map((it) => readItem(it, reading)) }),
    ...(functionItem !== undefined && {
      parameters: childrenOf(functionItem, 'parameters').map((parameter) => ({
        name: reading.name(parameter),
        ...reading.type(parameter),
      })),
    }),
  };
}

function readDecision(
  element: XmlElement,
  reading: Reading,
): NonNullable<DecisionModelInput['decisions']>[number] {
  const logic = readBoxIn(element, reading);
  if (logic === undefined) {
    reading.tell('missing', 'The decision has no logic. Draw it, or hand its value in.', 'warning');
  }
  return {
    ...head(element, reading),
    requires: requirementsOf(element, reading),
    ...(logic !== undefined && { logic }),
  };
}

function requirementsOf(element: XmlElement, reading: Reading): Reference[] {
  const required = [
    ...childrenOf(element, 'informationRequirement'),
    ...childrenOf(element, 'knowledgeRequirement'),
  ];
  return required.flatMap((requirement) =>
    reading.reference(requirement.children.find(({ attributes }) => 'href' in attributes)),
  );
}

function logicOf(
  element: XmlElement,
  reading: Reading,
): { logic?: ReturnType<typeof readFunction> } {
  const logic = childOf(element, 'encapsulatedLogic');
  if (logic !== undefined) return { logic: readFunction(logic, reading) };
  reading.tell('missing', 'The knowledge model has no logic. Write it.', 'warning');
  return {};
}

function readService(element: XmlElement, reading: Reading): DecisionService {
  const every = (name: string): Reference[] =>
    childrenOf(element, name).flatMap((child) => reading.reference(child));
  const outputs = every('outputDecision');
  if (outputs.length === 0) reading.tell('missing', 'The service has no output decision. Add one.');
  return {
    ...head(element, reading),
    outputs,
    encapsulated: every('encapsulatedDecision'),
    inputs: every('inputData'),
    inputDecisions: every('inputDecision'),
  };
}
