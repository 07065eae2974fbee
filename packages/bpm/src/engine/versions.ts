/** The versions of a process: reading them, and keeping new instances from being started on one. */
import { transact, type Store, type Transaction } from '@kontor/kernel/store';
import { BpmError } from '../errors.ts';
import { armStarts, disarmStarts, findDefinition } from './deployment.ts';
import { definitions, type StoredDefinition } from './engine-collections.ts';
import type { EngineCore } from './engine-core.ts';

/** A definition that was deployed, without what it says. */
export type Version = Omit<StoredDefinition, 'definition'>;

/** All versions of a process or statechart, the oldest first. */
export async function readVersions(store: Store, process: string): Promise<Version[]> {
  const versions: Version[] = [];
  const range = { index: 'byProcess', equals: [process] };
  for await (const page of store.scan(definitions, range)) {
    for (const { document } of page) {
      const { hash, number, tag, deployedAt, suspendedAt } = document;
      versions.push({
        hash,
        process,
        number,
        deployedAt,
        ...(tag !== undefined && { tag }),
        ...(suspendedAt !== undefined && { suspendedAt }),
      });
    }
  }
  return versions;
}

/**
 * A definition as it was deployed.
 *
 * @param version - a version tag or a hash; left out: the newest
 * @throws BpmError BPM_UNKNOWN_DEFINITION
 */
export async function readDefinitionOf(
  { store, trying }: EngineCore,
  process: string,
  version: string | undefined,
): Promise<StoredDefinition['definition']> {
  const read = async (tx: Transaction): Promise<StoredDefinition> => known(tx, process, version);
  return (await transact(store, read, trying)).definition;
}

async function known(
  tx: Transaction,
  process: string,
  version: string | undefined,
): Promise<StoredDefinition> {
  const found = await findDefinition(tx, process, version);
  if (found === undefined) throw new BpmError('BPM_UNKNOWN_DEFINITION', { process, version });
  return found;
}

/**
 * No instance is started on a version any more, until it is resumed; those that run go on. When it
 * is the newest, messages, signals, conditions and the clock start the process no more.
 *
 * @throws BpmError BPM_UNKNOWN_DEFINITION
 */
export async function suspendVersion(
  { store, clock, trying }: EngineCore,
  process: string,
  version: string | undefined,
): Promise<void> {
  const suspend = async (tx: Transaction): Promise<void> => {
    const found = await known(tx, process, version);
    if (found.suspendedAt !== undefined) return;
    tx.put(definitions, { ...found, suspendedAt: clock.now() });
    const newest = await findDefinition(tx, process);
    if (newest?.hash === found.hash) await disarmStarts(tx, process);
  };
  await transact(store, suspend, trying);
}

/**
 * Instances may be started on a version again. Timers of start events begin anew.
 *
 * @throws BpmError BPM_UNKNOWN_DEFINITION
 */
export async function resumeVersion(
  { store, clock, trying, deployment }: EngineCore,
  process: string,
  version: string | undefined,
): Promise<void> {
  const resume = async (tx: Transaction): Promise<void> => {
    const found = await known(tx, process, version);
    if (found.suspendedAt === undefined) return;
    const { suspendedAt: _, ...rest } = found;
    tx.put(definitions, rest);
    const newest = await findDefinition(tx, process);
    if (newest?.hash !== found.hash) return;
    const compiled = await deployment.compiled(tx, found.hash);
    await armStarts(tx, compiled, deployment.calendars, clock.now());
  };
  await transact(store, resume, trying);
}
