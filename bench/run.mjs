// `npm run bench`: whole git commands with and without our hooks, interleaved in one run; medians, never a timed test.
// Writes bench/RESULTS.md. `npm run bench -- --rounds 40` for more rounds.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as measure from './measure.mjs';

const { cell, CLI, machine, median, migration, write, writeSection } = measure;
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '30' } } });
const ROUNDS = Number(values.rounds);

const root = mkdtempSync(join(tmpdir(), 'pyreset-bench-'));
const env = measure.environment(root);
const run = (folder, ...args) => measure.git(folder, env, ...args);
const timed = (folder, program, args) => measure.timed(folder, env, program, args);

/** A repository of 50 apps with 20 migrations each; `kind` says which hooks it has. */
const nameOf = (app, index) => `${String(index + 1).padStart(4, '0')}_m${app}x${index}`;

function repository(kind) {
  const folder = join(root, kind);
  mkdirSync(folder);
  run(folder, 'init', '--quiet', '--initial-branch=main');
  write(folder, { '.gitignore': '__pycache__/\n', 'README.md': '' });
  for (let app = 0; app < 50; app++) {
    write(folder, {
      [`app${app}/__init__.py`]: '',
      [`app${app}/models.py`]: 'V = 1\n',
      [`app${app}/migrations/__init__.py`]: '',
    });
    for (let index = 0; index < 20; index++) {
      const before = index > 0 ? `("app${app}", "${nameOf(app, index - 1)}")` : '';
      write(folder, {
        [`app${app}/migrations/${nameOf(app, index)}.py`]: migration(`m${app}x${index}`, before),
      });
    }
  }
  run(folder, 'add', '--all');
  run(folder, 'commit', '--quiet', '-m', 'start');
  run(folder, 'branch', 'docs');
  run(folder, 'branch', 'python');
  run(folder, 'branch', 'deleted');
  run(folder, 'switch', '--quiet', 'docs');
  write(folder, { 'README.md': 'docs' });
  run(folder, 'commit', '--quiet', '-am', 'docs');
  run(folder, 'switch', '--quiet', 'python');
  for (let app = 0; app < 10; app++) write(folder, { [`app${app}/models.py`]: 'V = 2\n' });
  run(folder, 'commit', '--quiet', '-am', 'python');
  run(folder, 'switch', '--quiet', 'deleted');
  run(folder, 'rm', '-r', '--quiet', 'app49');
  run(folder, 'commit', '--quiet', '-m', 'deleted');
  run(folder, 'switch', '--quiet', 'main');
  if (kind === 'ours') execFileSync(process.execPath, [CLI, 'install'], { cwd: folder, env });
  if (kind === 'empty') {
    for (const hook of ['pre-commit', 'post-checkout']) {
      mkdirSync(join(folder, '.git', 'hooks'), { recursive: true });
      writeFileSync(join(folder, '.git', 'hooks', hook), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    }
  }
  return folder;
}

let serial = 0;
/** A migration of the first app that follows its last. */
const following = (name) => migration(name, `("app0", "${nameOf(0, 19)}")`);
const undo = (folder) => run(folder, 'reset', '--quiet', '--hard', 'HEAD~');
const commit = (files) => (folder) => {
  serial++;
  write(folder, files(serial));
  run(folder, 'add', '--all');
  const elapsed = timed(folder, 'git', ['commit', '--quiet', '-m', 'x']);
  undo(folder); // or else the next one would be a second newest migration
  return elapsed;
};
const switching = (branch) => (folder) => {
  write(folder, {
    'app1/__pycache__/models.cpython-312.pyc': 'x',
    'app49/__pycache__/models.cpython-312.pyc': 'x',
  });
  const elapsed = timed(folder, 'git', ['switch', '--quiet', branch]);
  spawnSync('git', ['-c', 'core.hooksPath=/dev/null', 'switch', '--quiet', 'main'], { cwd: folder, env });
  return elapsed;
};

// switches first: commits move main away from the other branches
const SCENES = {
  'switch, no Python differs': switching('docs'),
  'switch, 10 Python files differ': switching('python'),
  'switch, an app is deleted': switching('deleted'),
  'commit, no Python staged': commit((n) => ({ 'README.md': `${n}` })),
  'commit, one Python file staged': commit((n) => ({ 'app0/models.py': `V = ${n}\n` })),
  'commit, one new migration staged': commit((n) => ({
    [`app0/migrations/1${n}_new.py`]: following(`n${n}`),
  })),
  'commit, 100 Python files staged': commit((n) =>
    Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`lib/f${index}.py`, `V = ${n}\n`])),
  ),
  'commit, one unpublished migration renamed': (folder) => {
    serial++;
    run(folder, 'switch', '--quiet', '-c', `topic${serial}`);
    write(folder, { [`app0/migrations/2${serial}_old.py`]: following(`o${serial}`) });
    run(folder, 'add', '--all');
    run(folder, 'commit', '--quiet', '--no-verify', '-m', 'x');
    run(folder, 'mv', `app0/migrations/2${serial}_old.py`, `app0/migrations/2${serial}_new.py`);
    const elapsed = timed(folder, 'git', ['commit', '--quiet', '-m', 'x']);
    run(folder, 'switch', '--quiet', 'main');
    return elapsed;
  },
};
const KINDS = ['none', 'empty', 'ours'];

const folders = Object.fromEntries(KINDS.map((kind) => [kind, repository(kind)]));
const rows = [];
for (const [scene, act] of Object.entries(SCENES)) {
  const times = { node: [], ...Object.fromEntries(KINDS.map((kind) => [kind, []])) };
  for (let round = 0; round < ROUNDS + 2; round++) {
    const turn = [...KINDS, 'node'];
    for (const kind of turn.splice(round % 4).concat(turn)) {
      const elapsed = kind === 'node' ? timed(root, process.execPath, ['-e', '0']) : act(folders[kind]);
      if (round >= 2) times[kind].push(elapsed);
    }
  }
  rows.push({ scene, times });
  console.log(scene, ...KINDS.map((kind) => `${kind} ${cell(times[kind])}`));
}
rmSync(root, { recursive: true, force: true });

const table = rows.map(({ scene, times }) => {
  const ours = median(times.ours);
  const ratio = (other) => `${(ours / other).toFixed(2)} ×`;
  return `| ${scene} | ${cell(times.none)} | ${cell(times.empty)} | ${cell(times.ours)} | ${ratio(median(times.none))} | ${ratio(median(times.node))} |`;
});
writeSection(
  'Commits and switches',
  `Whole git commands in a repository of 50 apps and 1,000 migrations, interleaved in
one run: without hooks, with hooks that are \`exit 0\` in sh, and with ours installed. Milliseconds, the median of
${ROUNDS} rounds and the quartiles. Compare ratios, not milliseconds: the machine is shared.

${machine()}
- \`node -e 0\`: ${cell(rows.flatMap(({ times }) => times.node))}

| | no hooks | empty hooks | ours | ours ÷ no hooks | ours ÷ \`node -e 0\` |
|---|--:|--:|--:|--:|--:|
${table.join('\n')}
`,
);
