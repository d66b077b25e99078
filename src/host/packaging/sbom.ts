/**
 * What a package is made of, for machines: a bill of materials in CycloneDX 1.6. Says nothing that differs from run to run:
 * no time, and a serial number that is made of the rest.
 * Source: ECMA-424, CycloneDX.
 */
import { createHash } from 'node:crypto';
import type { Part } from './parts.ts';

/** @param app the product itself; @param bundle its bytes */
export function sbomOf(
  app: { readonly name: string; readonly version: string; readonly licence: string },
  bundle: Uint8Array,
  parts: readonly Part[],
): string {
  const refOf = ({ name, version }: Pick<Part, 'name' | 'version'>) =>
    `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const licensed = (licence: string) =>
    /^[\w.-]+$/.test(licence) ? { license: { id: licence } } : { expression: licence };
  const components = parts.map((part) => ({
    type: 'library',
    'bom-ref': refOf(part),
    name: part.name,
    version: part.version,
    licenses: [licensed(part.licence)],
    purl: refOf(part),
  }));
  const content = createHash('sha256').update(bundle).digest('hex');
  const product = {
    type: 'application',
    'bom-ref': refOf(app),
    name: app.name,
    version: app.version,
    hashes: [{ alg: 'SHA-256', content }],
    licenses: [licensed(app.licence)],
  };
  const body = {
    metadata: { component: product },
    components,
    dependencies: [
      { ref: refOf(app), dependsOn: components.map((component) => component['bom-ref']) },
      ...components.map((component) => ({ ref: component['bom-ref'] })),
    ],
  };
  const head = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(body))}`,
    version: 1,
  };
  return `${JSON.stringify({ ...head, ...body }, null, 2)}\n`;
}

/** A UUID of version 8, RFC 9562: of our own making. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
