/**
 * Conformance kind `serviceAllocation`: service departments charged by each method that the case
 * names; `stepDownS1First` closes S1 first.
 */
import { allocateServices, type AllocatedServices } from '../../../src/service-allocation.ts';

interface ServiceAllocationCase {
  readonly currency: string;
  readonly service: Readonly<
    Record<string, { readonly cost: string; readonly to: Readonly<Record<string, string>> }>
  >;
  readonly expected: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Differences of a `serviceAllocation` case, as text; none when it passes. */
export function runServiceAllocation(input: Record<string, unknown>): string[] {
  const given = input as unknown as ServiceAllocationCase;
  return Object.entries(given.expected).flatMap(([method, wanted]) => {
    const { receivers, services } = allocated(given, method);
    const found = { ...services, ...receivers };
    return Object.entries(wanted).flatMap(([who, want]) =>
      found[who] === want ? [] : [`${method}: ${who} is ${found[who]}, expected ${want}`],
    );
  });
}

function allocated(
  { currency, service }: ServiceAllocationCase,
  method: string,
): AllocatedServices {
  const services = Object.entries(service).map(([id, { cost, to }]) => ({ id, cost, to }));
  const first = /^stepDown(.+)First$/.exec(method)?.[1];
  if (first === undefined) {
    return allocateServices({ currency, services, method: method as 'direct' | 'reciprocal' });
  }
  const others = services.map(({ id }) => id).filter((id) => id !== first);
  return allocateServices({ currency, services, method: 'stepDown', order: [first, ...others] });
}
