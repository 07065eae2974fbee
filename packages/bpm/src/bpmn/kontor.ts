/**
 * Kontor's own extensions: what BPMN cannot say of a definition, in the namespace `KONTOR_URI`.
 *
 * Attributes: `id` where XML needs another one, `type`, `result`, `decision`, `process`, `version`,
 * `compensates`, `cancelRemaining` of a multi-instance activity, `join`, `zone`, `language`, and
 * flags that are said although they are the default.
 * Elements: `in`, `out`, `key`, `retry`, `work`, `many`, `timer`, `adHoc`.
 */
import type { NodeOf, ProcessInput } from '../model.ts';
import { type FieldKinds, readExpressionOf, readFields, readMappings } from './kontor-fields.ts';
import { type Dialect } from './reading.ts';

/** Fields of `kontor:retry`. */
export const RETRY: FieldKinds = {
  attempts: 'number',
  pause: 'value',
  factor: 'number',
  most: 'value',
};
/** Fields of `kontor:work`. */
export const WORK: FieldKinds = {
  assignee: 'value',
  candidateUsers: 'values',
  candidateGroups: 'values',
  due: 'value',
  followUp: 'value',
  calendar: 'value',
  priority: 'numberValue',
  form: 'json',
  instructions: 'value',
};
/** Fields of `kontor:many`. */
export const MANY: FieldKinds = { collection: 'expression', item: 'value', output: 'mapping' };
/** Fields of `kontor:timer`. */
export const TIMER: FieldKinds = {
  cron: 'value',
  zone: 'value',
  missed: 'value',
  calendar: 'value',
};
/** Fields of `kontor:adHoc`. */
export const AD_HOC: FieldKinds = { activate: 'expression' };

/** The reader of Kontor's own extensions. */
export const kontor: Dialect = {
  name: 'kontor',
  process: (reading, element) =>
    ({
      version: reading.attribute(element, 'kontor:version'),
      zone: reading.attribute(element, 'kontor:zone'),
      join: reading.attribute(element, 'kontor:join'),
      language: reading.attribute(element, 'kontor:language'),
    }) as Partial<ProcessInput>,
  activity: (reading, element) => ({
    in: readMappings(reading, reading.extension(element, 'kontor:in')),
    out: readMappings(reading, reading.extension(element, 'kontor:out')),
  }),
  event: (reading, element) => ({
    in: readMappings(reading, reading.extension(element, 'kontor:in')),
    out: readMappings(reading, reading.extension(element, 'kontor:out')),
  }),
  repetition(reading, element) {
    const said = reading.attribute(element, 'kontor:cancelRemaining');
    const cancelRemaining = said === undefined ? {} : { cancelRemaining: said === 'true' };
    const fields = readFields(reading, reading.extension(element, 'kontor:many'), MANY);
    return { ...fields, ...cancelRemaining };
  },
  task(reading, element) {
    const type = reading.attribute(element, 'kontor:type');
    const decision = reading.attribute(element, 'kontor:decision');
    if (type !== undefined) {
      const retry = readFields(reading, reading.extension(element, 'kontor:retry'), RETRY);
      return { kind: 'service', type, retry: retry as NodeOf<'service'>['retry'] };
    }
    if (decision === undefined) return undefined;
    return { kind: 'businessRule', decision, result: undefined };
  },
  work: (reading, element) => readFields(reading, reading.extension(element, 'kontor:work'), WORK),
  result: (reading, element) => reading.attribute(element, 'kontor:result'),
  call(reading, element) {
    const version = reading.attribute(element, 'kontor:version');
    const compensates = reading.attribute(element, 'kontor:compensates');
    const process = reading.attribute(element, 'kontor:process');
    return {
      process,
      version,
      compensates: compensates === undefined ? undefined : compensates === 'true',
    };
  },
  adHoc: (reading, element) =>
    readFields(reading, reading.extension(element, 'kontor:adHoc'), AD_HOC),
  gateway: (reading, element) =>
    ({ join: reading.attribute(element, 'kontor:join') }) as Pick<NodeOf<'inclusive'>, 'join'>,
  timer: (reading, element) =>
    readFields(reading, reading.extension(element, 'kontor:timer'), TIMER) ?? {},
  key(reading, element) {
    const key = reading.extension(element, 'kontor:key');
    return key === undefined ? undefined : readExpressionOf(reading, key);
  },
  explicit: (reading, element, name) => reading.attribute(element, `kontor:${name}`),
};
