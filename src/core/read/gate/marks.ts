/** Marks in the bytes of a line that a part of the machinery may have made. Refuses to know what follows from them. */
import { ownNames } from './own.ts';

/** White space as an escape has it. */
export const isWhite = (byte: number | undefined): boolean => byte === 0x6e || byte === 0x72 || byte === 0x74;

export const bytesOf = (text: string): readonly number[] => [...Buffer.from(text)];
/** As Kubernetes writes a user who may be machinery. People come in numbers, and are not worth being learnt. */
export const users = ['system:', ...ownNames.map((name) => `${name}\\"`)].map((name) =>
  bytesOf(`\\"user\\":{\\"username\\":\\"${name}`),
);
