/**
 * What a body asks for of credentials: certificates and tokens. Never the request of a certificate itself, nor a token.
 * Source: Kubernetes API reference (CertificateSigningRequest, TokenRequest).
 */
import type { Text } from '../call.ts';
import { type JsonObject, objectOf, objectsOf, textOf, textsOf } from '../json.ts';

export const signerOf = (object: JsonObject): Text => textOf(objectOf(object.spec)?.signerName);

export const usagesOf = (object: JsonObject): Text[] => textsOf(objectOf(object.spec)?.usages);

/** `Approved`, `Denied` */
export const decisionOf = (object: JsonObject): Text =>
  objectsOf(objectOf(object.status)?.conditions)
    .map(({ type }) => textOf(type))
    .find((type) => type === 'Approved' || type === 'Denied') ?? null;

export const audiencesOf = (object: JsonObject): Text[] => textsOf(objectOf(object.spec)?.audiences);

/** How long a token or certificate is to be good for. */
export function secondsOf(object: JsonObject): number | null {
  const seconds = objectOf(object.spec)?.expirationSeconds;
  return Number.isSafeInteger(seconds) ? Number(seconds) + 0 : null;
}
