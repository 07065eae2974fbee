/**
 * @kontor/crm-core/configure: products with options.
 */
export {};
