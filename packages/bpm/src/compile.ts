/**
 * From a definition to its compiled form: `ProcessDefinition` → `CompiledProcess`.
 *
 * All faults of a definition come at once: those of its shape (zod), of its structure
 * (check-model.ts) and of its expressions. What compiles can run.
 */
import * as z from 'zod';
import { checkStructure } from './check-model.ts';
import { isInstantiating } from './check-scope.ts';
import type {
  CompiledEvent,
  CompiledFlow,
  CompiledMapping,
  CompiledNode,
  CompiledProcess,
  CompiledScope,
  CompiledText,
  NodeExpressions,
} from './compiled.ts';
import { contentHash } from './content-hash.ts';
import { BpmError, type DefinitionIssue } from './errors.ts';
import type { EventDefinition, Expression, TextOrExpression } from './event-model.ts';
import type { CompiledExpression, ExpressionLanguage } from './expression.ts';
import {
  type Flow,
  type Mapping,
  type Node,
  type ProcessDefinition,
  type ProcessInput,
  processDefinition,
  type UserWork,
} from './model.ts';
import { joinReach } from './reach.ts';

/** What a process may be written with. */
export interface CompileOptions {
  /** Expression languages, `feel` among them if any is to be used. */
  readonly languages: readonly ExpressionLanguage[];
}

/**
 * Checks a process and makes it ready to run.
 *
 * @throws BpmError BPM_INVALID_DEFINITION — with all faults, each with its path and remedy
 */
export function compileProcess(input: ProcessInput, options: CompileOptions): CompiledProcess {
  const definition = readDefinition(input);
  const compiler = new Compiler(definition, options);
  const issues = checkStructure(definition);
  if (issues.length > 0) throw invalid(definition.id, issues);
  const compiled = compiler.compile();
  if (compiler.issues.length > 0) throw invalid(definition.id, compiler.issues);
  return compiled;
}

/**
 * The definition with its defaults, or all faults of its shape.
 *
 * @throws BpmError BPM_INVALID_DEFINITION
 */
export function readDefinition(input: ProcessInput): ProcessDefinition {
  const read = processDefinition.safeParse(input);
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message, code }) => ({
    code: `shape-${code}`,
    path: path.join('.') || 'process',
    message,
  }));
  const { id } = (input ?? {}) as { readonly id?: unknown };
  throw invalid(typeof id === 'string' ? id : '?', issues);
}

const invalid = (process: string, issues: readonly DefinitionIssue[]): BpmError =>
  new BpmError('BPM_INVALID_DEFINITION', { process, issues });

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** One run over a definition. */
class Compiler {
  readonly issues: DefinitionIssue[] = [];
  readonly #definition: ProcessDefinition;
  readonly #languages: ReadonlyMap<string, ExpressionLanguage>;
  readonly #nodes = new Map<string, CompiledNode>();
  readonly #flows = new Map<string, CompiledFlow>();

  constructor(definition: ProcessDefinition, { languages }: CompileOptions) {
    this.#definition = definition;
    this.#languages = new Map(languages.map((language) => [language.name, language]));
  }

  compile(): CompiledProcess {
    const definition = this.#definition;
    const scope = this.#scope(undefined, definition.nodes, definition.flows);
    const hash = contentHash(definition);
    return { definition, hash, scope, nodes: this.#nodes, flows: this.#flows };
  }

  #scope(
    owner: CompiledNode | undefined,
    nodes: readonly Node[],
    flows: readonly Flow[],
  ): CompiledScope {
    const scope: Mutable<CompiledScope> = {
      owner,
      nodes: [],
      entries: [],
      starts: [],
      handlers: [],
      waitingJoins: [],
    };
    const compiled = nodes.map((node) => this.#node(node, scope));
    scope.nodes = compiled;
    this.#link(compiled, flows);
    scope.handlers = compiled.filter(isEventSubProcess);
    scope.starts = compiled.filter(isTriggered);
    scope.entries = entriesOf(compiled);
    scope.waitingJoins = compiled.filter(isWaitingJoin);
    for (const join of scope.waitingJoins) {
      (join as Mutable<CompiledNode>).reach = joinReach(join, scope);
    }
    return scope;
  }

  #node(node: Node, scope: CompiledScope): CompiledNode {
    const compiled: Mutable<CompiledNode> = {
      index: this.#nodes.size,
      id: node.id,
      kind: node.kind,
      node,
      scope,
      incoming: [],
      outgoing: [],
      defaultFlow: undefined,
      isPlain: true,
      in: this.#mappings(node.id, 'in', 'in' in node ? node.in : undefined),
      out: this.#mappings(node.id, 'out', 'out' in node ? node.out : undefined),
      events: eventsOf(node).map((event) => this.#event(node.id, event)),
      boundaries: [],
      undo: undefined,
      body: undefined,
      expressions: this.#expressions(node),
      form: this.#form(node),
      reach: undefined,
    };
    this.#nodes.set(node.id, compiled);
    if (node.kind === 'subProcess') {
      compiled.body = this.#scope(compiled, node.nodes, node.flows);
    }
    return compiled;
  }

  /** The form of a user task, ready to check what completes it. */
  #form(node: Node): z.ZodType | undefined {
    const form = node.kind === 'user' ? node.work?.form : undefined;
    if (form === undefined) return undefined;
    try {
      return z.fromJSONSchema(form);
    } catch (error) {
      // The library throws plain errors for what is no JSON Schema it knows.
      const message = `is no JSON Schema: ${(error as Error).message}`;
      this.issues.push({ code: 'form', path: `${node.id}.work.form`, message });
      return undefined;
    }
  }

  /** Ties the nodes of a scope together. */
  #link(nodes: readonly CompiledNode[], flows: readonly Flow[]): void {
    for (const { id, from, to, condition } of flows) {
      const flow: CompiledFlow = {
        index: this.#flows.size,
        id,
        from: this.#nodes.get(from)!,
        to: this.#nodes.get(to)!,
        condition: this.#expression(id, 'condition', condition),
      };
      this.#flows.set(id, flow);
      (flow.from.outgoing as CompiledFlow[]).push(flow);
      (flow.to.incoming as CompiledFlow[]).push(flow);
    }
    for (const compiled of nodes as Mutable<CompiledNode>[]) {
      const { node, outgoing } = compiled;
      const byDefault = 'default' in node ? node.default : undefined;
      compiled.defaultFlow = outgoing.find(({ id }) => id === byDefault);
      compiled.isPlain = isPlain(compiled);
      if (node.kind === 'boundary') this.#attach(compiled, node);
    }
  }

  #attach(boundary: CompiledNode, node: Node & { kind: 'boundary' }): void {
    const host = this.#nodes.get(node.attachedTo)! as Mutable<CompiledNode>;
    if (node.handler === undefined) (host.boundaries as CompiledNode[]).push(boundary);
    else host.undo = this.#nodes.get(node.handler);
  }

  #expressions(node: Node): NodeExpressions {
    const expressions: Mutable<NodeExpressions> = {};
    for (const [place, path, given] of placesOf(node)) {
      const compiled = this.#expression(node.id, path, given);
      if (compiled !== undefined) expressions[place] = compiled;
    }
    return expressions;
  }

  #event(id: string, definition: EventDefinition): CompiledEvent {
    const given =
      definition.type === 'message'
        ? definition.key
        : definition.type === 'conditional'
          ? definition.condition
          : undefined;
    return {
      definition,
      expression: this.#expression(id, definition.type, given),
      text: definition.type === 'timer' ? this.#text(id, timerText(definition)) : undefined,
    };
  }

  #text(id: string, text: TextOrExpression | undefined): CompiledText | undefined {
    if (text === undefined || typeof text === 'string') return text;
    return this.#expression(id, 'timer', text.expression);
  }

  #mappings(
    id: string,
    field: string,
    mappings: readonly Mapping[] | undefined,
  ): CompiledMapping[] | undefined {
    return mappings?.flatMap(({ from, to }, at) => {
      const compiled = this.#expression(id, `${field}.${at}`, from);
      return compiled === undefined ? [] : [{ from: compiled, to }];
    });
  }

  /** An expression as a function, or an issue and undefined. */
  #expression(
    id: string,
    field: string,
    given: Expression | undefined,
  ): CompiledExpression | undefined {
    if (given === undefined) return undefined;
    const { language, text } =
      typeof given === 'string' ? { language: this.#definition.language, text: given } : given;
    const path = `${id}.${field}`;
    const reader = this.#languages.get(language);
    if (reader === undefined) {
      const known = [...this.#languages.keys()].join(', ') || 'none';
      const message = `the language '${language}' was not given; there are: ${known}`;
      this.issues.push({ code: 'unknown-language', path, message });
      return undefined;
    }
    const compiled = reader.compile(text);
    if (!('issue' in compiled)) return compiled;
    const { message, at } = compiled.issue;
    this.issues.push({ code: 'expression', path, message: `${message} (at ${at} of '${text}')` });
    return undefined;
  }
}

type Place = readonly [keyof NodeExpressions, string, Expression | undefined];

/** Where a node has expressions of its own. */
function placesOf(node: Node): Place[] {
  const places: Place[] = [];
  if ('many' in node && node.many !== undefined) {
    places.push(['collection', 'many.collection', node.many.collection]);
    places.push(['count', 'many.count', node.many.count]);
    places.push(['output', 'many.output', node.many.output?.from]);
    places.push(['until', 'many.until', node.many.until]);
  }
  if ('loop' in node) places.push(['loop', 'loop.while', node.loop?.while]);
  if (node.kind === 'script') places.push(['script', 'script', node.script]);
  if (node.kind === 'send') places.push(['key', 'key', node.key]);
  if (node.kind === 'complex') places.push(['activation', 'activation', node.activation]);
  if (node.kind === 'user') places.push(...workPlaces(node.work ?? {}));
  if (node.kind === 'subProcess') {
    places.push(['activate', 'adHoc.activate', node.adHoc?.activate]);
    places.push(['adHocUntil', 'adHoc.until', node.adHoc?.until]);
  }
  return places;
}

const WORK = [
  'assignee',
  'candidateUsers',
  'candidateGroups',
  'due',
  'followUp',
  'priority',
] as const;

/** What of a person's work is computed. */
function workPlaces(work: UserWork): Place[] {
  return WORK.map((field) => {
    const given = work[field];
    const isComputed = typeof given === 'object' && 'expression' in given;
    return [field, `work.${field}`, isComputed ? given.expression : undefined];
  });
}

/** What an event node catches or throws; a receive task is a catch in all but name. */
function eventsOf(node: Node): readonly EventDefinition[] {
  if (node.kind === 'receive') return [{ type: 'message', name: node.message, key: node.key }];
  if ('on' in node) return node.on ?? [];
  if ('throws' in node) return node.throws ?? [];
  return [];
}

const timerText = (timer: EventDefinition & { type: 'timer' }): TextOrExpression | undefined =>
  timer.date ?? timer.duration ?? timer.cycle ?? timer.cron;

const isEventSubProcess = ({ node }: CompiledNode): boolean =>
  node.kind === 'subProcess' && node.type === 'event';

const isWaitingJoin = ({ kind, incoming }: CompiledNode): boolean =>
  (kind === 'inclusive' && incoming.length > 1) || kind === 'complex';

/** No condition to look at: every outgoing flow takes a token. */
const isPlain = ({ kind, outgoing }: CompiledNode): boolean =>
  kind === 'parallel' ||
  outgoing.length === 0 ||
  (outgoing.length === 1 && outgoing[0]!.condition === undefined) ||
  (kind !== 'exclusive' &&
    kind !== 'inclusive' &&
    kind !== 'complex' &&
    outgoing.every(({ condition }) => condition === undefined));

/** What an event starts: start events, and what stands where instances are started. */
function isTriggered({ kind, node, events, incoming }: CompiledNode): boolean {
  if (kind === 'start') return events.length > 0;
  if (kind === 'receive' && isInstantiating(node)) return true;
  return incoming.some(({ from }) => from.kind === 'eventBased' && isInstantiating(from.node));
}

/** None start events; without any, whatever no flow leads to. */
function entriesOf(nodes: readonly CompiledNode[]): CompiledNode[] {
  const starts = nodes.filter(({ kind, events }) => kind === 'start' && events.length === 0);
  if (starts.length > 0) return starts;
  if (nodes.some((node) => node.kind === 'start' || isTriggered(node))) return [];
  return nodes.filter(isImplicitStart);
}

function isImplicitStart(compiled: CompiledNode): boolean {
  const { node, incoming, kind } = compiled;
  if (incoming.length > 0 || kind === 'boundary' || isEventSubProcess(compiled)) return false;
  if ('undoes' in node && node.undoes === true) return false;
  const isLink = compiled.events.some(({ definition }) => definition.type === 'link');
  return !(kind === 'catch' && isLink);
}
