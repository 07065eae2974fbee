/**
 * A store that looks at every event that goes into an outbox, and refuses one that is not as it was
 * published.
 */
import type { Store, Write } from '@kontor/kernel/store';
import { eventFault } from './event-schemas.ts';

/** An event as it stands in a document of an outbox. */
export type WrittenEvent = { readonly type: string; readonly source: string };

/**
 * The store, with all its events checked.
 *
 * @param see told of each event that was found right
 */
export function checkedStore(store: Store, see: (event: WrittenEvent) => void = () => {}): Store {
  return new Proxy(store, {
    get(of, name) {
      if (name === 'commit') {
        return (batch: Parameters<Store['commit']>[0]) => {
          for (const event of batch.writes.flatMap(eventOf)) {
            const fault = eventFault(event);
            if (fault !== undefined) throw new Error(fault);
            see(event);
          }
          return of.commit(batch);
        };
      }
      if (name === 'forTenant') {
        return (tenant: string) => checkedStore(of.forTenant(tenant), see);
      }
      const value: unknown = Reflect.get(of, name);
      return typeof value === 'function' ? (value as () => unknown).bind(of) : value;
    },
  });
}

function eventOf(write: Write): WrittenEvent[] {
  if (write.kind !== 'put' && write.kind !== 'insert') return [];
  const { event } = write.document as { readonly event?: unknown };
  const isEnvelope = typeof event === 'object' && event !== null && 'source' in event;
  return isEnvelope ? [event as WrittenEvent] : [];
}
