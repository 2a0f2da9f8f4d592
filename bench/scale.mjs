// `npm run bench:scale`: a monorepo of 100,000 files beside a repository of 10 apps, interleaved in one run.
// Writes its section of bench/RESULTS.md. `npm run bench:scale -- --rounds 40` for more rounds.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  cell,
  CLI,
  environment,
  git,
  machine,
  median,
  migration,
  timed,
  write,
  writeSection,
} from './measure.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' } } });
const ROUNDS = Number(values.rounds);
const MIGRATIONS = 20;
const OTHERS = 76;

const root = mkdtempSync(join(tmpdir(), 'pyreset-scale-'));
const env = environment(root);
const folderOf = (app) => `team${app % 20}/app${app}`;
const nameOf = (index) => `${String(index).padStart(4, '0')}_m${index}`;

function* files(apps) {
  const names = Array.from({ length: apps }, (_, app) => folderOf(app).replace('/', '.'));
  yield ['manage.py', "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'conf.settings')\n"];
  yield ['conf/__init__.py', ''];
  yield ['conf/settings.py', `INSTALLED_APPS = [\n${names.map((name) => `    '${name}',\n`).join('')}]\n`];
  for (let team = 0; team < 20; team++) yield [`team${team}/__init__.py`, ''];
  for (let app = 0; app < apps; app++) {
    const folder = folderOf(app);
    yield [`${folder}/__init__.py`, ''];
    yield [
      `${folder}/apps.py`,
      `from django.apps import AppConfig\n\n\nclass App${app}Config(AppConfig):\n    name = '${names[app]}'\n`,
    ];
    yield [`${folder}/models.py`, 'from django.db import models\n\n\nclass Item(models.Model):\n    pass\n'];
    yield [`${folder}/migrations/__init__.py`, ''];
    for (let index = 1; index <= MIGRATIONS; index++) {
      const before = index > 1 ? `("app${app}", "${nameOf(index - 1)}")` : '';
      yield [`${folder}/migrations/${nameOf(index)}.py`, migration(`f${app}_${index}_`, before)];
    }
    for (let index = 0; index < OTHERS; index++) yield [`${folder}/lib/f${index}.py`, `V = ${index}\n`];
  }
}

function repository(name, apps, hooks) {
  const folder = join(root, name);
  mkdirSync(folder);
  git(folder, env, 'init', '--quiet', '--initial-branch=main');
  const stream = ['commit refs/heads/main\ncommitter Ada <ada@example.org> 1577880000 +0000\ndata 1\nx\n'];
  for (const [path, text] of files(apps)) {
    stream.push(`M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`);
  }
  spawnSync('git', ['fast-import', '--quiet'], { cwd: folder, env, input: stream.join('') });
  git(folder, env, 'reset', '--quiet', '--hard', 'main');
  git(folder, env, 'switch', '--quiet', '-c', 'topic');
  if (hooks) spawnSync(process.execPath, [CLI, 'install'], { cwd: folder, env });
  return { folder, count: git(folder, env, 'ls-files').split('\n').length - 1 };
}

let serial = 0;
const path = (name) => `${folderOf(0)}/migrations/${name}.py`;
/** Commits, and takes as many commits back, or else the next one would be a second newest migration. */
const commit = (folder, commits) => {
  const elapsed = timed(folder, env, 'git', ['commit', '--quiet', '-m', 'x']);
  git(folder, env, '-c', 'core.hooksPath=/dev/null', 'reset', '--quiet', '--hard', `HEAD~${commits}`);
  return elapsed;
};
/** A migration of the first app that follows its last. */
const following = (name) => migration(name, `("app0", "${nameOf(MIGRATIONS)}")`);
const SCENES = {
  'one migration added': (folder) => {
    const name = `1${++serial}_new`;
    write(folder, { [path(name)]: following(`n${serial}`) });
    git(folder, env, 'add', path(name));
    return commit(folder, 1);
  },
  'one unpublished migration renamed': (folder) => {
    const name = `2${++serial}_old`;
    write(folder, { [path(name)]: following(`o${serial}`) });
    git(folder, env, 'add', path(name));
    git(folder, env, 'commit', '--quiet', '--no-verify', '-m', 'x');
    git(folder, env, 'mv', path(name), path(`${name}er`));
    return commit(folder, 2);
  },
};

const sizes = { small: 10, large: 1000 };
const made = Object.fromEntries(
  Object.entries(sizes).flatMap(([size, apps]) =>
    [true, false].map((hooks) => [
      `${size} ${hooks ? 'ours' : 'none'}`,
      repository(`${size}${hooks}`, apps, hooks),
    ]),
  ),
);
const rows = Object.entries(SCENES).map(([scene, act]) => {
  const times = Object.fromEntries(Object.keys(made).map((kind) => [kind, []]));
  for (let round = 0; round < ROUNDS + 2; round++) {
    const turn = Object.keys(made);
    for (const kind of turn.splice(round % 4).concat(turn)) {
      const elapsed = act(made[kind].folder);
      if (round >= 2) times[kind].push(elapsed);
    }
  }
  const ours = (size) => median(times[`${size} ours`]) - median(times[`${size} none`]);
  console.log(scene, ...Object.entries(times).map(([kind, numbers]) => `${kind} ${cell(numbers)}`));
  return `| ${scene} | ${['small none', 'small ours', 'large none', 'large ours'].map((kind) => cell(times[kind])).join(' | ')} | ${ours('small').toFixed(0)} → ${ours('large').toFixed(0)} | ${(ours('large') / ours('small')).toFixed(2)} × |`;
});

/** `apps --all` with the peak of its memory. */
function survey(cold) {
  const { folder } = made['large ours'];
  if (cold) rmSync(join(folder, '.git', 'pyreset-hooks', 'facts'), { recursive: true, force: true });
  const peak = join(root, 'peak.cjs');
  writeFileSync(
    peak,
    "process.on('exit', () => process.stderr.write(`peak ${process.resourceUsage().maxRSS}`))",
  );
  const start = performance.now();
  const ran = spawnSync(process.execPath, ['--require', peak, CLI, 'apps', '--all', '--format', 'json'], {
    cwd: folder,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return {
    seconds: (performance.now() - start) / 1000,
    megabytes: Number(/peak (\d+)/.exec(ran.stderr)[1]) / 1024,
  };
}
const surveys = (cold, count) => {
  const runs = Array.from({ length: count }, () => survey(cold));
  const middle = (key) => median(runs.map((run) => run[key]));
  return `${middle('seconds').toFixed(2)} s | ${middle('megabytes').toFixed(0)} MB`;
};
const [cold, warm] = [surveys(true, 3), surveys(false, 5)];
rmSync(root, { recursive: true, force: true });

writeSection(
  'Scale',
  `\`npm run bench:scale\`: ${made['large ours'].count.toLocaleString('en')} files in 1,000 apps with 20,000 migrations, beside a repository of 10 apps. Whole
git commands, interleaved in one run; milliseconds, the median of ${ROUNDS} rounds and the quartiles. git itself takes longer
in a large repository, so what counts is what our hooks add to it, with a warm cache.

${machine()}

| commit | 10 apps, no hooks | 10 apps, ours | 1,000 apps, no hooks | 1,000 apps, ours | added by the hooks | ratio |
|---|--:|--:|--:|--:|--:|--:|
${rows.join('\n')}

| \`apps --all --format json\`, the whole project | time | peak of memory |
|---|--:|--:|
| cold: every migration is read | ${cold} |
| warm: facts from the cache | ${warm} |
`,
);
