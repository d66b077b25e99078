/** Which packages of others a bundle holds, with their licences. Knows node_modules; refuses to know what they do. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../project-folder.ts';

export interface Part {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly licence: string;
  /** Texts of licence and notices, as they are shipped; `''` where none is. */
  readonly text: string;
}

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/**
 * @param sources paths from the project's folder on
 * @returns each package once, in order of name and version
 * @throws Error where one names no licence
 */
export async function partsOf(sources: readonly string[]): Promise<Part[]> {
  const folders = new Set(
    sources.flatMap((source) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(source)?.[0] ?? []),
  );
  const parts = await Promise.all([...folders].map((folder) => partIn(join(projectFolder, folder))));
  const byKey = new Map(parts.map((part) => [`${part.name}@${part.version}`, part]));
  return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
}

async function partIn(folder: string): Promise<Part> {
  const { name, version, license } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  ) as PackageJson;
  if (typeof license !== 'string') throw new Error(`the package ${name} names no licence`);
  const files = (await readdir(folder)).filter((file) => /^(licen[sc]e|copying|notice)(\.|$)/i.test(file));
  const texts = await Promise.all(files.sort().map((file) => readFile(join(folder, file), 'utf8')));
  return { name, version, licence: license, text: texts.map((text) => text.trim()).join('\n\n') };
}

/** For people: who made what is in the bundle, and what they ask for. */
export const noticesOf = (parts: readonly Part[]): string =>
  parts
    .map(
      ({ name, version, licence, text }) =>
        `${name} ${version}, ${licence}\n\n${text === '' ? 'It ships no text of its licence; its package.json names it.' : text}\n`,
    )
    .join(`\n${'-'.repeat(80)}\n\n`);
