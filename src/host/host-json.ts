/** What host.json says, as far as the local host follows it. */
import { join } from 'node:path';
import { isSection, jsonFile, type Section } from './json-file.ts';
import { LocalError } from './local-error.ts';

/** The parts of host.json that are followed here. Defaults are the Functions host's, but for polling. */
export interface HostSettings {
  readonly routePrefix: string;
  readonly blobs: { readonly atOnce: number; readonly tries: number };
  readonly queues: {
    readonly batchSize: number;
    readonly newBatchThreshold: number;
    readonly tries: number;
    /** How long a message that failed stays unseen. */
    readonly retryAfterMs: number;
    readonly isBase64: boolean;
  };
}

/** @throws LocalError when the file is missing, is no JSON, or says something it cannot mean */
export function readHostJson(folder: string): HostSettings {
  const file = jsonFile(join(folder, 'host.json'));
  if (file === undefined) throw new LocalError(`there is no host.json in ${folder}`);
  const extensions = section(file, 'extensions');
  const blobs = section(extensions, 'blobs');
  const queues = section(extensions, 'queues');
  const batchSize = whole(queues, 'batchSize', 16, 1, 32);
  return {
    routePrefix: text(section(extensions, 'http'), 'routePrefix', 'api'),
    blobs: {
      atOnce: whole(blobs, 'maxDegreeOfParallelism', 8, 1, 1000),
      tries: whole(blobs, 'poisonBlobThreshold', 5, 1, 1000),
    },
    queues: {
      batchSize,
      newBatchThreshold: whole(queues, 'newBatchThreshold', Math.floor(batchSize / 2), 0, 1000),
      tries: whole(queues, 'maxDequeueCount', 5, 1, 1000),
      retryAfterMs: duration(queues, 'visibilityTimeout', 0),
      isBase64: text(queues, 'messageEncoding', 'base64').toLowerCase() !== 'none',
    },
  };
}

const section = (of: Section, name: string): Section => {
  const value = of[name];
  return isSection(value) ? value : {};
};

const text = (of: Section, name: string, fallback: string): string => {
  const value = of[name] ?? fallback;
  if (typeof value === 'string') return value;
  throw new LocalError(`host.json: ${name} must be a text`);
};

const whole = (of: Section, name: string, fallback: number, least: number, most: number): number => {
  const value = of[name] ?? fallback;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new LocalError(`host.json: ${name} must be a whole number from ${least} to ${most}`);
};

/** `hh:mm:ss`, as .NET writes a time span. */
const duration = (of: Section, name: string, fallbackMs: number): number => {
  const value = of[name];
  if (value === undefined) return fallbackMs;
  const parts = typeof value === 'string' ? /^(\d\d):([0-5]\d):([0-5]\d)$/.exec(value) : null;
  if (parts === null) throw new LocalError(`host.json: ${name} must be written hh:mm:ss`);
  const [, hours, minutes, seconds] = parts.map(Number);
  return (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
};
