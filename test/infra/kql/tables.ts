/**
 * What becomes of envelopes in a workspace: rows of AppMetrics and AppEvents.
 * Source: Microsoft, "Azure Monitor Logs reference", AppMetrics and AppEvents.
 */
import type { Received } from '../../adapters/telemetry/endpoint.ts';
import type { Row } from './evaluate.ts';

export function tablesOf(received: readonly Received[]): Record<string, Row[]> {
  const tables: Record<string, Row[]> = { AppMetrics: [], AppEvents: [] };
  for (const { time, tags, data } of received) {
    const { baseType, baseData } = data;
    const common = {
      TimeGenerated: new Date(time),
      AppRoleName: tags['ai.cloud.role'] ?? '',
      Properties: baseData.properties,
    };
    if (baseType === 'EventData')
      tables.AppEvents?.push({
        ...common,
        Name: baseData.name ?? '',
        Measurements: baseData.measurements ?? {},
      });
    else
      for (const { name, value, min, max, count } of baseData.metrics ?? [])
        tables.AppMetrics?.push({ ...common, Name: name, Sum: value, Min: min, Max: max, ItemCount: count });
  }
  return tables;
}
