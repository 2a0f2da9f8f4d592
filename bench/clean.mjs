// `npm run bench:clean`: clearing the caches of a large work tree, with our `clean` and with what people use instead.
// In memory where the machine has such a file system: a disk would be most of what is measured, and ext4 takes half a
// minute before it makes as many files again as were deleted. `--in FOLDER` for another place, `--rounds 7` for more.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cell, CLI, environment, git, machine, median, timed, writeSection } from './measure.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    scale: { type: 'string', default: '1' },
    in: { type: 'string', default: existsSync('/dev/shm') ? '/dev/shm' : tmpdir() },
    'dry-run': { type: 'boolean', default: false },
  },
});
const ROUNDS = Number(values.rounds);
const SCALE = Number(values.scale);
const PACKAGES = 12_500 * SCALE;
const SOURCES = 4;
const STATIC = 50_000 * SCALE;
const MODULES = 100_000 * SCALE;

const root = mkdtempSync(join(values.in, 'pyreset-bench-'));
const env = environment(root);
process.on('exit', () => rmSync(root, { recursive: true, force: true }));

/** Files that nobody removes are links to one of these, a thousand names each: the file system allows no more. */
const shared = [];
function link(path, index) {
  const batch = Math.floor(index / 1000);
  if (!shared[batch]) writeFileSync((shared[batch] = join(root, `shared${batch}`)), 'x'.repeat(500));
  linkSync(shared[batch], path);
}

/** A fresh cache of a source of 200 bytes that was written at second 1,700,000,000, as CPython 3.11 writes it. */
const source = 'V = 1\n'.padEnd(199, '#') + '\n';
const header = Buffer.alloc(16);
header.writeUInt16LE(3495, 0);
header.write('\r\n', 2, 'latin1');
header.writeUInt32LE(1_700_000_000, 8);
header.writeUInt32LE(source.length, 12);
const cache = Buffer.concat([header, Buffer.alloc(1000, 'c')]);

let built = 0;

/** 12,500 packages of 4 sources and 4 caches, 50,000 static files, and 100,000 files in node_modules. */
function tree(template) {
  const top = join(root, `tree${built++}`);
  const packages = Array.from({ length: PACKAGES }, (_, index) =>
    join(top, 'src', `part${Math.floor(index / 100)}`, `package${index % 100}`),
  );
  for (const folder of packages) {
    mkdirSync(join(folder, '__pycache__'), { recursive: true });
    for (let module = 0; module < SOURCES; module++) {
      const path = join(folder, `module${module}.py`);
      writeFileSync(path, source);
      utimesSync(path, 1_700_000_000, 1_700_000_000);
    }
  }
  // after all sources: one of the same tick of the clock would be suspect
  for (const folder of packages) {
    for (let module = 0; module < SOURCES; module++) {
      writeFileSync(join(folder, '__pycache__', `module${module}.cpython-311.pyc`), cache);
    }
  }
  for (const [name, count] of [
    ['static', STATIC],
    ['node_modules', MODULES],
  ]) {
    for (let index = 0; index < count; index++) {
      const folder = join(top, name, `group${Math.floor(index / 100)}`);
      if (index % 100 === 0) mkdirSync(folder, { recursive: true });
      link(join(folder, `file${index % 100}.js`), index);
    }
  }
  writeFileSync(join(top, '.gitignore'), '__pycache__/\nnode_modules/\n');
  if (template) execFileSync('cp', ['-r', join(template, '.git'), top]);
  else {
    git(top, env, 'init', '--quiet', '--initial-branch=main');
    git(top, env, 'add', '--all');
    git(top, env, 'commit', '--quiet', '-m', 'start');
  }
  return top;
}

/** pyclean in a virtual environment of its own, or the reason why there is none. */
function installPyclean() {
  const venv = join(root, 'pyclean');
  const made = spawnSync('python3', ['-m', 'venv', venv], { encoding: 'utf8' });
  if (made.status !== 0) return { missing: 'no `python3 -m venv` here' };
  const pip = join(venv, 'bin', 'pip');
  const done = spawnSync(pip, ['install', '--quiet', 'pyclean==3.7.0'], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (done.status !== 0) return { missing: 'the package index was not reachable' };
  return { program: join(venv, 'bin', 'pyclean') };
}

const pyclean = installPyclean();
const FIND_DELETE = "find . -name '*.pyc' -delete; find . -type d -name __pycache__ -empty -delete";
const FIND_RM = 'find . -type d -name __pycache__ -prune -exec rm -rf {} +';

const CONTESTANTS = {
  [`\`${FIND_DELETE}\``]: (top) => timed(top, env, 'sh', ['-c', FIND_DELETE]),
  [`\`${FIND_RM}\``]: (top) => timed(top, env, 'sh', ['-c', FIND_RM]),
  ...(pyclean.program ? { 'pyclean 3.7.0': (top) => timed(top, env, pyclean.program, ['.']) } : {}),
  '`clean --all`': (top) => timed(top, env, process.execPath, [CLI, 'clean', '--all']),
  '`clean`, nothing is stale': (top) => timed(top, env, process.execPath, [CLI, 'clean']),
};
const names = Object.keys(CONTESTANTS);
const times = Object.fromEntries(names.map((name) => [name, []]));
const first = tree();
const kind = execFileSync('stat', ['--file-system', '--format=%T', root], { encoding: 'utf8' }).trim();

for (let round = 0; round < ROUNDS; round++) {
  const turn = [...names.slice(round % names.length), ...names.slice(0, round % names.length)];
  for (const name of turn) {
    const top = tree(first);
    times[name].push(CONTESTANTS[name](top));
    const left = git(top, env, 'ls-files', '--others', '-z', '*.pyc').split('\0').length - 1;
    const expected = name.includes('nothing') ? PACKAGES * SOURCES : 0;
    rmSync(top, { recursive: true });
    if (left !== expected) throw new Error(`${name} left ${left} caches`);
  }
  console.log(...names.map((name) => `${name} ${times[name].at(-1).toFixed(0)}`));
}

const base = median(times[names[0]]);
const rows = names.map(
  (name) => `| ${name} | ${cell(times[name])} | ${(median(times[name]) / base).toFixed(2)} × |`,
);
const absent = pyclean.missing ? `\npyclean was not measured: ${pyclean.missing}.\n` : '';
const section = `\`npm run bench:clean\`: ${PACKAGES * SOURCES} caches in ${PACKAGES} packages, among ${PACKAGES * SOURCES + STATIC + MODULES} other files,
half of those in \`node_modules\`. Each run has a fresh tree on ${kind}, with a warm cache; interleaved; milliseconds, the median
of ${ROUNDS} rounds and the quartiles. Compare ratios, not milliseconds: the machine is shared.

${machine()}

| | time | ratio |
|---|--:|--:|
${rows.join('\n')}
${absent}`;
if (values['dry-run']) console.log(section);
else writeSection(`Clearing caches, on ${kind}`, section);
