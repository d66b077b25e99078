/** What the doctor found, for a terminal: each question, its answer, what to do, and the command. Refuses to know who was asked. */
import { visible } from '../visible.ts';

interface Answered {
  /** `whether …` */
  readonly asks: string;
  readonly said: readonly {
    readonly id: string;
    readonly level: 'problem' | 'unknown' | 'information';
    readonly what: string;
    readonly todo: string;
    readonly command?: string;
  }[];
}

const indent = '          ';

export function doctorText(answers: readonly Answered[], width: number): string {
  const lines = answers.flatMap(({ asks, said }) =>
    said.length === 0
      ? [`${'ok'.padEnd(indent.length)}${visible(asks)}`]
      : said.flatMap(({ id, level, what, todo, command }) => [
          ...wrapped(
            `${level === 'information' ? 'note' : level}`.padEnd(indent.length),
            `${id}: ${what}`,
            width,
          ),
          ...(todo === '' ? [] : wrapped(indent, todo, width)),
          // Never wrapped: it is there to be copied.
          ...(command === undefined ? [] : [`${indent}$ ${visible(command)}`]),
        ]),
  );
  const isWell = answers.every(({ said }) => said.every(({ level }) => level === 'information'));
  return [...lines, ...(isWell ? ['', 'All is well.'] : [])].join('\n');
}

/** Words in lines that are no wider, the first behind `head`, the others behind as many spaces. */
function wrapped(head: string, text: string, width: number): string[] {
  const room = Math.max(40, width - head.length);
  const lines: string[] = [];
  let line = '';
  for (const word of visible(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((one, at) => `${at === 0 ? head : ' '.repeat(head.length)}${one}`);
}
