/**
 * All that a group insists on, asked in one statement: which batches fail, and at which check.
 *
 * Three questions are joined by `union all`: which batch ids are recorded, which keys are at
 * another version than was read (inserts insist on absence), which ranges have another digest. The
 * answer names the batches that drop out; the rest goes on.
 */
import type { CommitOutcome } from './contract.ts';
import { type PostgresQueryable, rowsOf } from './postgres-session.ts';
import { digestExpression, Parameters } from './postgres-statements.ts';
import { type EncodedBatch, keyConflict } from './sql-batch.ts';
import { quoted } from './sql-schema.ts';

/** One thing insisted on; `failed` is what comes of the batch when it does not hold. */
interface Condition {
  readonly batch: number;
  readonly failed: CommitOutcome;
}

interface KeyCondition {
  readonly number: number;
  readonly tenant: string;
  readonly id: string;
  readonly version: number | null;
}

/** The conditions of a group, numbered in the order in which they are judged. */
interface Conditions {
  readonly all: Condition[];
  readonly keys: Map<string, KeyCondition[]>;
  readonly parameters: Parameters;
  readonly questions: string[];
}

/** What becomes of each batch before anything is written; undefined: its checks hold. */
export async function verify(
  client: PostgresQueryable,
  group: readonly EncodedBatch[],
): Promise<readonly (CommitOutcome | undefined)[]> {
  const conditions = conditionsOf(group);
  const outcomes: (CommitOutcome | undefined)[] = group.map(() => undefined);
  if (conditions.questions.length === 0) return outcomes;
  const text = `${conditions.questions.join(' union all ')} order by 1, 2`;
  for (const row of await rowsOf(client, text, conditions.parameters.values)) {
    const number = Number(row['n']);
    if (row['version'] !== null) {
      outcomes[number] = { kind: 'committed', version: Number(row['version']), repeated: true };
      continue;
    }
    const condition = conditions.all[number];
    if (condition !== undefined) outcomes[condition.batch] ??= condition.failed;
  }
  return outcomes;
}

function conditionsOf(group: readonly EncodedBatch[]): Conditions {
  const conditions: Conditions = {
    all: [],
    keys: new Map(),
    parameters: new Parameters(),
    questions: [],
  };
  askRecorded(conditions, group);
  group.forEach((entry, batch) => {
    addChecks(conditions, entry, batch);
    addInserts(conditions, entry, batch);
  });
  for (const [table, keys] of conditions.keys) askKeys(conditions, table, keys);
  return conditions;
}

function addChecks(conditions: Conditions, { tenant, checks }: EncodedBatch, batch: number): void {
  const { all, parameters, questions } = conditions;
  for (const check of checks) {
    const collection = check.collection.name;
    if (check.kind === 'key') {
      const { id, version } = check;
      addKey(conditions, collection, { number: all.length, tenant, id, version });
      all.push({ batch, failed: keyConflict('key', collection, id) });
      continue;
    }
    const { index } = check.range;
    const digest = digestExpression(check.collection, tenant, check.range, parameters);
    const wanted = parameters.add(check.digest, 'text');
    questions.push(
      `select 1 as kind, ${all.length} as n, null as version where ${digest} <> ${wanted}`,
    );
    const named = index !== undefined && { index };
    all.push({ batch, failed: { kind: 'conflict', reason: 'range', collection, ...named } });
  }
}

/** Only the first write of a document in its batch meets the store; later ones meet that write. */
function addInserts(conditions: Conditions, { tenant, writes }: EncodedBatch, batch: number): void {
  const { all } = conditions;
  const seen = new Set<string>();
  for (const { kind, table, id } of writes) {
    const key = `${table.name}\0${id}`;
    if (kind === 'insert' && !seen.has(key)) {
      addKey(conditions, table.name, { number: all.length, tenant, id, version: null });
      all.push({ batch, failed: keyConflict('exists', table.name, id) });
    }
    seen.add(key);
  }
}

function addKey({ keys }: Conditions, table: string, condition: KeyCondition): void {
  const known = keys.get(table);
  if (known === undefined) keys.set(table, [condition]);
  else known.push(condition);
}

function askRecorded({ parameters, questions }: Conditions, group: readonly EncodedBatch[]): void {
  const named = [...group.entries()].filter(([, { batch }]) => batch.id !== undefined);
  if (named.length === 0) return;
  const arrays = [
    parameters.add(
      named.map(([, { tenant }]) => tenant),
      'text[]',
    ),
    parameters.add(
      named.map(([, { batch }]) => batch.id),
      'text[]',
    ),
    parameters.add(
      named.map(([at]) => String(at)),
      'text[]',
    ),
  ];
  questions.push(
    'select 0 as kind, c.n::int as n, o.version::text as version ' +
      `from unnest(${arrays.join(', ')}) as c(tenant, batch, n) ` +
      'join kontor_outcome as o on o.tenant = c.tenant and o.batch = c.batch',
  );
}

function askKeys(
  { parameters, questions }: Conditions,
  table: string,
  keys: readonly KeyCondition[],
): void {
  const arrays = [
    keys.map(({ tenant }) => tenant),
    keys.map(({ id }) => id),
    keys.map(({ version }) => (version === null ? null : String(version))),
    keys.map(({ number }) => String(number)),
  ].map((array) => parameters.add(array, 'text[]'));
  const found = [
    `select e.version from ${quoted(table)} as e`,
    'where e.tenant = c.tenant and e.id = c.id',
  ].join(' ');
  questions.push(
    'select 1 as kind, c.n::int as n, null as version ' +
      `from unnest(${arrays.join(', ')}) as c(tenant, id, version, n) ` +
      `where (${found}) is distinct from c.version::bigint`,
  );
}
