/**
 * What stands around a record on its line, taken off: the prefixes of container runtimes (CRI) and CloudWatch, commas and
 * brackets between records, byte order marks and NULs of files that were joined or padded.
 * Knows what may stand there; refuses to know what the record says. Source: Kubernetes, "CRI container log format".
 */

export interface BareLine {
  /** `''`: nothing but scraps, so no line. What is behind a record still stands in the end of a line that was cut. */
  readonly text: string;
  /** Of the prefix, as written. */
  readonly time: string | null;
  /** A container runtime has cut the line: more of it follows on the next of the same stream. */
  readonly partial: 'stdout' | 'stderr' | null;
  /** The stream of a prefix that says that the line ends here. */
  readonly ends: 'stdout' | 'stderr' | null;
}

const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)`;
const cri = new RegExp(`^(${time}) (stdout|stderr) ([FP])(?::[^ ]{1,40})? ?`);
const cloudWatch = new RegExp(`^(?:\\S{1,512}\\s{1,4})??(?:\\S{1,512}\\s{1,4})??(${time})\\s{1,4}(?=\\{)`);
const before = /^[\s\0\ufeff,[]+/;
/** Only so many bytes behind a record are taken for scraps. */
const longestEnd = 4096;

export function bareLine(line: string): BareLine {
  const begun = line.replace(/^[\s\0\ufeff]+/, '');
  const runtime = cri.exec(begun);
  if (runtime !== null) {
    const [prefix, written = null, stream, tag] = runtime;
    const name = stream === 'stderr' ? 'stderr' : 'stdout';
    const text = begun.slice(prefix.length);
    if (tag === 'P') return { text, time: written, partial: name, ends: null };
    return { text, time: written, partial: null, ends: name };
  }
  const found = cloudWatch.exec(begun.slice(0, 2048));
  const text = found === null ? begun.replace(before, '') : begun.slice(found[0].length);
  return { text: withoutEnd(text), time: found?.[1] ?? null, partial: null, ends: null };
}

/** What stands behind a record, taken off: of a line that was cut only when it is whole, for its end may be all brackets. */
export function withoutEnd(text: string): string {
  let end = text.length;
  const least = Math.max(0, end - longestEnd);
  while (end > least && ' \t\r\n\0\ufeff,]'.includes(text[end - 1] ?? '')) end -= 1;
  const left = text.slice(0, end);
  // What is left of a torn message: it ended `}]}`.
  if (/^[}\]]*$/.test(left)) return '';
  return left;
}
