/**
 * @kontor/crm-core/sales: What sales figures: forecasts, quotas, accuracy, commission.
 */
export {};
