/** Small charts as SVG text: bars with intervals, and lines. Knows shapes and colours; refuses to know what they show. */

const colours = ['#1f5a99', '#c65d21', '#3b8a4f', '#7a4fa3', '#8a8a8a'];
const font = 'font-family="system-ui, sans-serif" font-size="12" fill="#222"';
const width = 760;
const height = 360;
const frame = { left: 56, right: 16, top: 40, bottom: 76 };

const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const text = (x: number, y: number, content: string, more = ''): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${font} ${more}>${escapeXml(content)}</text>`;
const line = (x1: number, y1: number, x2: number, y2: number, more: string): string =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" ${more}/>`;

const page = (title: string, body: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(frame.left, 22, title, 'font-weight="600"'),
    ...body,
    '</svg>\n',
  ].join('\n');

const plotHeight = height - frame.top - frame.bottom;
const plotWidth = width - frame.left - frame.right;

/** Horizontal lines with their values; `at` gives the height of a value. */
const grid = (
  values: readonly (readonly [value: number, label: string])[],
  at: (value: number) => number,
): string[] =>
  values.flatMap(([value, label]) => [
    line(frame.left, at(value), width - frame.right, at(value), 'stroke="#ddd"'),
    text(frame.left - 8, at(value) + 4, label, 'text-anchor="end"'),
  ]);

const legend = (names: readonly string[]): string[] =>
  names.flatMap((name, i) => {
    const x = frame.left + i * 150;
    return [
      `<rect x="${x}" y="${height - 22}" width="12" height="12" fill="${colours[i % colours.length]}"/>`,
      text(x + 18, height - 12, name),
    ];
  });

export interface Bar {
  readonly value: number;
  /** Half the width of its interval. */
  readonly half: number;
}

/** Bars from 0 to 1 in groups, one colour a series. */
export function barChart(
  title: string,
  series: readonly string[],
  groups: readonly { readonly name: string; readonly bars: readonly Bar[] }[],
): string {
  const at = (value: number): number => frame.top + plotHeight * (1 - value);
  const step = plotWidth / groups.length;
  const thick = (step * 0.8) / series.length;
  const bars = groups.flatMap(({ name, bars: own }, g) => {
    const left = frame.left + g * step + step * 0.1;
    const words = name.split(' ');
    const half = Math.ceil(words.length / 2);
    return [
      ...own.flatMap(({ value, half: wide }, i) => {
        const x = left + i * thick;
        const middle = x + thick / 2;
        const [low, high] = [Math.max(0, value - wide), Math.min(1, value + wide)];
        return [
          `<rect x="${x.toFixed(1)}" y="${at(value).toFixed(1)}" width="${(thick * 0.92).toFixed(1)}" height="${(plotHeight * value).toFixed(1)}" fill="${colours[i % colours.length]}"/>`,
          line(middle, at(low), middle, at(high), 'stroke="#222"'),
        ];
      }),
      text(
        left + step * 0.4,
        height - frame.bottom + 18,
        words.slice(0, half).join(' '),
        'text-anchor="middle"',
      ),
      text(
        left + step * 0.4,
        height - frame.bottom + 33,
        words.slice(half).join(' '),
        'text-anchor="middle"',
      ),
    ];
  });
  const marks = [0, 0.25, 0.5, 0.75, 1].map((value) => [value, value.toFixed(2)] as const);
  return page(title, [...grid(marks, at), ...bars, ...legend(series)]);
}

export interface Line {
  readonly name: string;
  /** Positions in 0..1 of both axes. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Lines over labelled axes; positions are given in 0..1, so that the scale is the caller's. */
export function lineChart(
  title: string,
  axes: {
    readonly x: readonly (readonly [at: number, label: string])[];
    readonly y: readonly (readonly [at: number, label: string])[];
    readonly xTitle: string;
  },
  lines: readonly Line[],
): string {
  const x = (value: number): number => frame.left + plotWidth * value;
  const y = (value: number): number => frame.top + plotHeight * (1 - value);
  return page(title, [
    ...grid(axes.y, y),
    ...axes.x.map(([at, label]) => text(x(at), height - frame.bottom + 18, label, 'text-anchor="middle"')),
    text(frame.left + plotWidth / 2, height - frame.bottom + 36, axes.xTitle, 'text-anchor="middle"'),
    ...lines.map(
      ({ points }, i) =>
        `<polyline fill="none" stroke="${colours[i % colours.length]}" stroke-width="2" points="${points.map(([px, py]) => `${x(px).toFixed(1)},${y(py).toFixed(1)}`).join(' ')}"/>`,
    ),
    ...legend(lines.map(({ name }) => name)),
  ]);
}
