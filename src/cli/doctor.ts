/** `rarecall doctor`: is everything as it must be, and if not, what to do. The questions of /api/health, and some that try things out. */
import { type Command, Option } from 'commander';
import { UnfinishedError } from '../errors.ts';
import { connection } from './options.ts';

interface DoctorCommand {
  readonly connection?: string;
  readonly format: 'text' | 'json';
}

/** An identity of a laptop may ask another program for its token. */
const checkMs = 20_000;

const examples = `
Examples:
  rarecall doctor                     beside npm start, or with the settings of the app in the environment
  rarecall doctor --format json       for machines

It asks as whoever runs it: in Azure GET /api/health?deep=true asks the same as the app itself. Exit code 1 where
something is wrong or could not be seen.`;

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('Is everything as it must be, and if not, what to do.')
    .addOption(connection())
    .addOption(new Option('--format <format>', 'text or json').choices(['text', 'json']).default('text'))
    .addHelpText('after', examples)
    .action((options: DoctorCommand) => doctor(options));
}

async function doctor(options: DoctorCommand): Promise<void> {
  const { examinedOn } = await import('./examine.ts');
  const { doctorText } = await import('../core/show/terminal/doctor.ts');
  const answers = await examinedOn(options.connection, checkMs);
  const wrong = answers.flatMap(({ said }) => said).filter(({ level }) => level !== 'information');
  console.log(
    options.format === 'json'
      ? JSON.stringify({ status: wrong.length === 0 ? 'ok' : 'degraded', checks: answers }, null, 2)
      : doctorText(answers, process.stdout.columns ?? 100),
  );
  if (wrong.length > 0) throw new UnfinishedError(`${wrong.length} things are to be seen to`);
}
