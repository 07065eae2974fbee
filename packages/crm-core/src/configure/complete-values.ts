/**
 * The values of a complete configuration: what can be priced and built.
 */
import { CrmError } from '../errors.ts';
import type { OptionValue } from './condition.ts';
import type { Configuration } from './configuration.ts';

/**
 * Every variable's value.
 *
 * @throws CrmError CRM_CONFIGURATION_INCOMPLETE — names the variables that are open
 */
export function completeValues(configuration: Configuration): Record<string, OptionValue> {
  const { open, compiled } = configuration;
  if (open.length === 0) return configuration.values as Record<string, OptionValue>;
  throw new CrmError('CRM_CONFIGURATION_INCOMPLETE', { product: compiled.product.data.id, open });
}
