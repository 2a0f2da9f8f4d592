// `npm run bench:switch`: a switch that changes 100 sources among 50,000, each with its cache; what clearing them takes
// on top of what sh and git find out before, and of Node's start. Writes bench/RESULTS.md.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cell, CLI, environment, git, machine, median, timed, writeSection } from './measure.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '40' } } });
const ROUNDS = Number(values.rounds);
const PACKAGES = 12_500;
const root = mkdtempSync(join(tmpdir(), 'pyreset-bench-'));
const env = environment(root);
const folder = join(root, 'project');
const packageOf = (index) => join(folder, `group${index % 125}`, `package${index}`);
const cacheOf = (index, module) => join(packageOf(index), '__pycache__', `m${module}.cpython-312.pyc`);
const changed = Array.from({ length: 100 }, (_, index) => index);
const run = (...args) => git(folder, env, ...args);
const back = () => run('-c', 'core.hooksPath=/dev/null', 'switch', '--quiet', 'main');

mkdirSync(folder);
run('init', '--quiet', '--initial-branch=main');
writeFileSync(join(folder, '.gitignore'), '__pycache__/\n');
for (let index = 0; index < PACKAGES; index++) {
  mkdirSync(join(packageOf(index), '__pycache__'), { recursive: true });
  for (let module = 0; module < 4; module++) {
    writeFileSync(join(packageOf(index), `m${module}.py`), 'V = 1\n');
    writeFileSync(cacheOf(index, module), 'compiled');
  }
}
run('add', '--all');
run('commit', '--quiet', '-m', 'start');
run('switch', '--quiet', '-c', 'topic');
for (const index of changed) writeFileSync(join(packageOf(index), 'm1.py'), 'V = 2\n');
run('commit', '--quiet', '-am', 'topic');
back();
execFileSync(process.execPath, [CLI, 'install'], { cwd: folder, env });

const KINDS = {
  'no hooks': ['-c', 'core.hooksPath=/dev/null'],
  'the hooks, without Node': [],
  ours: [],
};
const times = { node: [], ...Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, []])) };
for (let round = 0; round < ROUNDS + 2; round++) {
  const note = (kind, elapsed) => round >= 2 && times[kind].push(elapsed);
  for (const [kind, options] of Object.entries(KINDS)) {
    for (const index of changed) writeFileSync(cacheOf(index, 1), 'compiled');
    const node = kind === 'ours' ? process.execPath : '/bin/true';
    note(
      kind,
      timed(folder, { ...env, PYRESET_NODE: node }, 'git', [...options, 'switch', '--quiet', 'topic']),
    );
    if (existsSync(cacheOf(99, 1)) === (kind === 'ours')) throw new Error(`${kind}: unexpected caches`);
    back();
  }
  note('node', timed(folder, env, process.execPath, ['-e', '0']));
}
rmSync(root, { recursive: true, force: true });

// round by round: the noise of a round is in all three
const onTop = median(
  times.ours.map((ours, round) => ours - times['the hooks, without Node'][round] - times.node[round]),
);
writeSection(
  'A switch among 50,000 caches',
  `\`npm run bench:switch\`: 100 of 50,000 sources change, each has a cache. Milliseconds of whole \`git switch\` commands,
interleaved in one run, the median of ${ROUNDS} rounds and the quartiles.

${machine()}

| | ms |
|---|--:|
${Object.keys(KINDS)
  .map((kind) => `| ${kind} | ${cell(times[kind])} |`)
  .join('\n')}
| \`node -e 0\` | ${cell(times.node)} |
| **to clear 100 caches, on top of the hooks without Node and of Node's start** | **${onTop.toFixed(1)}** |
`,
);
console.log(
  Object.entries(times)
    .map(([kind, ms]) => `${kind} ${cell(ms)}`)
    .join('\n'),
  '\non top',
  onTop.toFixed(1),
);
