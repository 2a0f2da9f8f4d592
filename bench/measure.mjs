// What the benches share: children with a clean environment, medians, and the sections of bench/RESULTS.md.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, type as osType } from 'node:os';
import { dirname, join } from 'node:path';

export const TOP = join(import.meta.dirname, '..');
export const CLI = join(TOP, 'dist', 'cli.cjs');
const RESULTS = join(TOP, 'bench', 'RESULTS.md');

/** An environment in which neither the machine's git configuration nor our own work is felt. */
export const environment = (home) => ({
  PATH: process.env.PATH,
  HOME: home,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
});

export function git(folder, env, ...args) {
  return execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', maxBuffer: 1 << 30 });
}

export function write(folder, files) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Milliseconds that a program takes from start to end. */
export function timed(folder, env, program, args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(program, args, {
    cwd: folder,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  const elapsed = performance.now() - start;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return elapsed;
}

/** A migration as `makemigrations` writes it, with twelve operations. */
export const migration = (
  name,
  dependency = '("app0", "0001_initial")',
) => `from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [${dependency}]

    operations = [
${Array.from({ length: 12 }, (_, index) => `        migrations.AddField("item", "${name}${index}", models.CharField(max_length=200, default="", help_text="field ${index}")),`).join('\n')}
    ]
`;

export function median(numbers) {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Median and quartiles, in milliseconds. */
export function cell(numbers) {
  const sorted = numbers.toSorted((one, other) => one - other);
  const quartiles = [sorted[Math.floor(sorted.length / 4)], sorted[Math.floor((sorted.length * 3) / 4)]];
  return `${median(numbers).toFixed(1)} (${quartiles.map((n) => n.toFixed(1)).join('–')})`;
}

export const machine = () =>
  `- ${osType()} ${release()}, ${cpus().length} × ${cpus()[0]?.model.trim()}\n` +
  `- Node.js ${process.version}, ${execFileSync('git', ['--version'], { encoding: 'utf8' }).trim()}`;

/** Puts a section into bench/RESULTS.md, in the place of the one of that title. */
export function writeSection(title, text) {
  const head = '# Measurements\n\n`npm run bench` writes this file.\n';
  const [first, ...sections] = (existsSync(RESULTS) ? readFileSync(RESULTS, 'utf8') : head).split(/^## /m);
  const others = sections.filter((section) => !section.startsWith(`${title}\n`));
  const all = [...others.map((section) => section.trimEnd()), `${title}\n\n${text.trim()}`].sort(
    (one, other) => (one < other ? -1 : 1),
  );
  writeFileSync(
    RESULTS,
    `${first.startsWith('# Measurements\n\n`npm') ? first.trimEnd() : head.trim()}\n${all.map((section) => `\n## ${section}\n`).join('')}`,
  );
}
