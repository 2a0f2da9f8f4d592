import { few } from '../advice/words.ts';
import type { Build } from '../builds/build.ts';
import type { Outdated } from '../builds/outdated.ts';
import { pathText } from '../path.ts';
import { defineRule } from '../rule.ts';
import { showPath } from '../show.ts';

const settings = (...apps: readonly string[]): string => `INSTALLED_APPS = ${JSON.stringify(apps)}\n`;
const BEFORE = {
  'manage.py': 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")\n',
  'mysite/settings.py': settings('shop'),
  'shop/models.py': '',
  'railway.toml': '[build]\nbuilder = "NIXPACKS"\n',
  'requirements.txt': 'Django~=5.2\n',
};
const AFTER = { ...BEFORE, 'mysite/settings.py': settings('shop', 'oscar') };

export default defineRule({
  name: 'stale-build-cache',
  summary: 'apps or databases change, and a host may build on what it kept from before',
  why:
    'A host keeps layers and caches of a build for the next one, and knows them by files and commands, not by what ' +
    'settings mean. A change of requirements makes it install anew; apps that come, go or move, and another database, ' +
    'need not. When a deployment then behaves as before, rule the cache out: build once without it, and no more.',
  severity: 'info',
  since: '0.1.0',
  docs: 'https://docs.railway.com/builds/build-configuration#disable-build-layer-caching',
  bad: { before: BEFORE, after: AFTER },
  good: { before: BEFORE, after: { ...AFTER, 'requirements.txt': 'Django~=5.2\ndjango-oscar~=4.0\n' } },

  *check({ builds }) {
    for (const build of builds) {
      const { path, host, outdated } = build;
      if (!outdated) continue;
      const what = wordsOf(outdated);
      yield {
        path,
        line: 1,
        column: 1,
        subject: pathText(path),
        message:
          `${what.join('; ')}, and ${host.name} may build on what it kept from before: the deployment can behave as if ` +
          'nothing had changed',
        hint: howToClear(build),
        data: { host: host.name, what },
      };
    }
  },
});

/** Of each kind of change one part of a sentence. */
function wordsOf({ added, removed, engines, moved, relabelled }: Outdated): string[] {
  const gains = added.length > 0 ? [`gains ${few(added)}`] : [];
  const loses = removed.length > 0 ? [`loses ${few(removed)}`] : [];
  const apps = [...gains, ...loses].join(' and ');
  const kinds = [
    apps === '' ? [] : [`INSTALLED_APPS ${apps}`],
    engines.map(
      ({ alias, before, after }) => `database ${alias} has the engine ${after} instead of ${before}`,
    ),
    moved.map(({ label, from, to }) => `app ${label} moves from ${showPath(from)} to ${showPath(to)}`),
    relabelled.map(({ before, after }) => `app ${before} gets the label ${after}`),
  ];
  return kinds.filter(({ length }) => length > 0).map(few);
}

function howToClear({ host, requirements }: Build): string {
  return [
    `if it does, let ${host.name} build once without its cache:`,
    `    ${host.clear}`,
    ...(requirements
      ? [
          `or let it install anew: change a comment line in ${showPath(requirements)}, and commit that as well`,
        ]
      : []),
  ].join('\n');
}
