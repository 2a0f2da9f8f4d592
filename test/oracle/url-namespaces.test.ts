import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import { changeOf } from '../helpers/change.ts';
import { DJANGOS, IN_CI } from '../helpers/python.ts';
import { app, at, BLOG, site, urls } from '../helpers/urlconfs.ts';
import { generatedUrlconfs } from './generated-urlconfs.ts';

/** Another one in each run, unless given: ORACLE_SEED=… repeats a run. */
const SEED = Number(process.env['ORACLE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const PROGRAM = join(import.meta.dirname, 'url_namespaces.py');

const API = at('include("api.urls")');
const LIST = `include([${BLOG}])`;
const i18n = (...patterns: string[]): string =>
  `from django.conf.urls.i18n import i18n_patterns\nurlpatterns += i18n_patterns(${patterns.join(', ')})\n`;
const ADMIN = {
  'conf/settings.py': `ROOT_URLCONF = "conf.urls"
SECRET_KEY = "x"
INSTALLED_APPS = ["django.contrib." + name for name in ("admin", "auth", "contenttypes", "messages", "sessions")]
`,
};
const admin = (...patterns: string[]): string => `from django.contrib import admin\n${urls(...patterns)}`;

interface Case {
  readonly name: string;
  readonly files: Files;
  /** What Django says. */
  readonly twice: readonly string[] | string;
  /** We do not say all of it. */
  readonly untold?: true;
}

const CASES: readonly Case[] = [
  { name: 'one', files: site(urls(BLOG)), twice: [] },
  { name: 'two', files: site(urls(BLOG, BLOG)), twice: ['blog'] },
  { name: 'an instance namespace', files: site(urls(BLOG, at('include("blog.urls", "b")'))), twice: [] },
  {
    name: 'instance namespaces',
    files: site(urls(at('include("blog.urls", "b")'), at('include("shop.urls", "b")'))),
    twice: ['b'],
  },
  {
    name: 'an empty one counts for none',
    files: site(urls(BLOG, at('include("blog.urls", namespace="")'))),
    twice: ['blog'],
  },
  {
    name: 'None counts for none',
    files: site(urls(BLOG, at('include("blog.urls", namespace=None)'))),
    twice: ['blog'],
  },
  { name: 'an empty app_name', files: site(urls(BLOG, BLOG), { 'blog/urls.py': app('') }), twice: [''] },
  { name: 'a tuple', files: site(urls(at('include(([], "b"))'), at('include(([], "b"))'))), twice: ['b'] },
  {
    name: 'app_name goes before a tuple',
    files: site(urls(BLOG, at('include(("blog.urls", "b"))'))),
    twice: ['blog'],
  },
  { name: 'at another depth', files: site(urls(BLOG, API), { 'api/urls.py': app('api', BLOG) }), twice: [] },
  { name: 'nested', files: site(urls(API), { 'api/urls.py': app('api', BLOG, BLOG) }), twice: ['api:blog'] },
  {
    name: 'nested twice',
    files: site(urls(API, API), { 'api/urls.py': app('api', BLOG) }),
    twice: ['api', 'api:blog'],
  },
  {
    name: 'through modules without a namespace',
    files: site(urls(API, BLOG), { 'api/urls.py': urls(BLOG) }),
    twice: ['blog'],
  },
  {
    name: 'one without a namespace twice',
    files: site(urls(API, API), { 'api/urls.py': urls(BLOG) }),
    twice: ['blog'],
  },
  { name: 'lists', files: site(urls(at(LIST), at(LIST))), twice: ['blog'] },
  {
    name: 'a colon in a name',
    files: site(urls(API, at('include(([], "api:blog"))')), { 'api/urls.py': app('api', BLOG) }),
    twice: ['api:blog'],
  },
  { name: 'translated', files: site(urls(BLOG) + i18n(BLOG)), twice: ['blog'] },
  {
    name: 'translated, something else',
    files: site(urls(BLOG) + i18n(at('include("shop.urls")'))),
    twice: [],
  },
  { name: 'the admin', files: site(admin('path("a/", admin.site.urls)', BLOG), ADMIN), twice: [] },
  {
    name: 'the admin twice',
    files: site(admin('path("a/", admin.site.urls)', 'path("b/", admin.site.urls)'), ADMIN),
    twice: ['admin'],
    untold: true,
  },
  {
    name: 'a condition',
    files: site(`${urls(BLOG)}if True:\n    urlpatterns += [${BLOG}]\n`),
    twice: ['blog'],
    untold: true,
  },
  {
    name: 'a condition that does not hold',
    files: site(`${urls(BLOG)}if False:\n    urlpatterns += [${BLOG}]\n`),
    twice: [],
  },
  {
    name: 'replaced under a condition',
    files: site(`${urls(BLOG)}if True:\n    urlpatterns = []\nurlpatterns += [${BLOG}]\n`),
    twice: [],
  },
  { name: 'taken out', files: site(`${urls(BLOG)}urlpatterns.pop()\nurlpatterns += [${BLOG}]\n`), twice: [] },
  {
    name: 'filtered',
    files: site(`${urls(BLOG)}urlpatterns = urlpatterns[1:]\nurlpatterns += [${BLOG}]\n`),
    twice: [],
  },
  {
    name: 'wrapped',
    files: site(`${urls(BLOG)}urlpatterns = [path("p/", include((urlpatterns, "p"))), ${BLOG}]\n`),
    twice: [],
  },
  {
    name: 'wrapped without a namespace',
    files: site(`${urls(BLOG)}urlpatterns = [path("p/", include(urlpatterns)), ${BLOG}]\n`),
    twice: ['blog'],
    untold: true,
  },
  {
    name: 'inserted',
    files: site(`${urls(BLOG)}urlpatterns.insert(0, ${BLOG})\n`),
    twice: ['blog'],
    untold: true,
  },
  {
    name: 'a search',
    files: site(
      `${urls(BLOG)}from django.conf import settings\nfor app in settings.INSTALLED_APPS:\n    urlpatterns.append(path("", include(f"{app}.urls")))\n`,
    ),
    twice: ['blog'],
    untold: true,
  },
  {
    name: 'a namespace without app_name',
    files: site(urls(at('include("api.urls", "b")'), at('include("api.urls", "b")')), {
      'api/urls.py': urls(),
    }),
    twice: 'ImproperlyConfigured',
  },
];

const GENERATED = generatedUrlconfs(SEED, 80);
const ALL = [...CASES, ...GENERATED];

/** The namespaces that we say are there twice. */
async function ours(files: Files): Promise<string[]> {
  const { namespaces } = await changeOf({ before: {}, after: files });
  return namespaces
    .filter(({ search }) => search === undefined)
    .map(({ namespace }) => namespace)
    .sort();
}

test('there is a Django to ask', { skip: DJANGOS.length === 0 && !IN_CI }, () => {
  expect(DJANGOS.length).toBeGreaterThan(0);
});

let top: string;

beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'pyreset-urls-'));
  for (const [index, { files }] of ALL.entries())
    for (const [path, text] of Object.entries(files)) {
      const place = join(top, String(index), path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, text);
    }
});

afterAll(() => rmSync(top, { recursive: true, force: true }));

describe.each(DJANGOS)('Django $version', ({ python }) => {
  let answers: readonly (readonly string[] | string)[];

  beforeAll(() => {
    const input = ALL.map((_, index) => `${join(top, String(index))}\n`).join('');
    const { stdout, stderr } = spawnSync(python, ['-B', '-W', 'ignore', PROGRAM], {
      encoding: 'utf8',
      input,
    });
    expect(stderr).toBe('');
    answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as string[] | string);
  });

  test.for(CASES.map((each, index) => ({ ...each, index })))(
    'we make of $name what Django does',
    async (given) => {
      const { twice, index, files, untold } = given;
      expect(answers[index]).toEqual(twice);
      expect(await ours(files)).toEqual(untold || typeof twice === 'string' ? [] : twice);
    },
  );

  test(`and of generated ones (seed ${SEED})`, async () => {
    let duplicates = 0;
    for (const [index, { files, sure }] of GENERATED.entries()) {
      const theirs = answers[CASES.length + index]!;
      expect(theirs, JSON.stringify(files)).toBeInstanceOf(Array);
      const found = await ours(files);
      duplicates += found.length;
      if (sure) expect(found, JSON.stringify(files)).toEqual(theirs);
      else expect(theirs).toEqual(expect.arrayContaining(found));
    }
    expect(duplicates).toBeGreaterThan(GENERATED.length / 4);
  });
});
