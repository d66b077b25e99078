/** What azd does with the project: it must deploy the files of the package, from where they are put, onto the site that is tagged. */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { packageFolder } from '../../src/host/packaging/package.ts';
import { projectFolder } from '../../src/host/project-folder.ts';
import { ofType, snapshotOf } from './snapshot.ts';

const text = readFileSync(join(projectFolder, 'azure.yaml'), 'utf8');
/** The value of a key of the file; each stands once. */
const value = (key: string): string | undefined => new RegExp(`^ +${key}: (.+)$`, 'm').exec(text)?.[1];

test('azd deploys what npm run package makes, and has nothing built in Azure', () => {
  expect(value('dist')).toBe(relative(projectFolder, packageFolder));
  expect(value('run')).toBe('npm run package');
  expect(packageJson.scripts).toHaveProperty('package');
  // Without it azd would let Azure build, unless a .funcignore said otherwise.
  expect(value('remoteBuild')).toBe('false');
  expect(existsSync(join(projectFolder, '.funcignore'))).toBe(false);
});

test('azd finds the template, the site and the parameters', () => {
  const module = join(projectFolder, value('path') ?? '', `${value('module')}.bicep`);
  expect(existsSync(module)).toBe(true);
  // A .bicepparam beside it would be taken instead of main.parameters.json.
  expect(existsSync(module.replace('.bicep', '.bicepparam'))).toBe(false);
  const [, service] = /^services:\n {2}(\w+):$/m.exec(text) ?? [];
  const [site] = ofType(snapshotOf('least'), 'Microsoft.Web/sites');
  expect(site?.tags).toMatchObject({ 'azd-service-name': service });
});
